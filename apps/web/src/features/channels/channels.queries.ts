import type { Channel } from '@plaza/contract';
import { type InfiniteData, type QueryClient, queryOptions, skipToken } from '@tanstack/react-query';
import { changeCached } from '../../client/cache.js';
import { plaza } from '../../client/plaza.js';

/** Lists of channels, by where they are shown. */
export const channelLists = {
  mine: ['channels', 'mine'],
  community: ['channels', 'community'],
} as const;

/** Every channel of the viewer; filled and kept by the realtime connection alone. */
export const knownChannelsQuery = queryOptions<Channel[]>({
  queryKey: ['channels', 'known'],
  queryFn: skipToken,
  staleTime: Number.POSITIVE_INFINITY,
  gcTime: Number.POSITIVE_INFINITY,
});

export function channelQuery(channelId: string) {
  return queryOptions({
    queryKey: ['channel', channelId],
    queryFn: () => plaza.channels.get({ params: { channelId } }),
  });
}

/** The channel as it is known here, if it is. */
export function cachedChannel(queryClient: QueryClient, channelId: string): Channel | undefined {
  return (
    queryClient.getQueryData(channelQuery(channelId).queryKey) ??
    queryClient.getQueryData(knownChannelsQuery.queryKey)?.find(({ id }) => id === channelId)
  );
}

/** Changes a channel wherever it is shown. */
export function changeChannel(
  queryClient: QueryClient,
  channelId: string,
  change: (channel: Channel) => Channel,
): void {
  const changed = (channel: Channel) => (channel.id === channelId ? change(channel) : channel);
  changeCached<Channel>(queryClient, channelQuery(channelId).queryKey, change);
  changeCached<Channel[]>(queryClient, knownChannelsQuery.queryKey, (channels) => channels.map(changed));
  changeCached<InfiniteData<{ items: Channel[] }>>(queryClient, channelLists.mine, (list) => ({
    ...list,
    pages: list.pages.map((page) => ({ ...page, items: page.items.map(changed) })),
  }));
  changeCached<{ items: Channel[] }>(queryClient, channelLists.community, (list) => ({
    items: list.items.map(changed),
  }));
}
