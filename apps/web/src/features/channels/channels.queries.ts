import type { Channel, CommunityId } from '@plaza/contract';
import { queryOptions, skipToken, useQuery } from '@tanstack/react-query';
import type { EntityType } from '../../client/entities.js';
import { listOptions } from '../../client/lists.js';
import { plaza } from '../../client/plaza.js';

export const channelEntity: EntityType<Channel> = {
  matches: (value): value is Channel => 'lastOrdinal' in value,
};

export function channelQuery(channelId: string) {
  return queryOptions({
    queryKey: ['channel', channelId],
    queryFn: () => plaza.channels.get({ params: { channelId } }),
  });
}

export function communityChannelsQuery(communityId: CommunityId) {
  return queryOptions({
    queryKey: ['channels', 'community', communityId],
    queryFn: () => plaza.channels.list({ params: { communityId } }),
  });
}

/** The viewer's direct conversations. */
export const conversationsQuery = listOptions(['channels', 'mine'], (query) =>
  plaza.channels.mine({ query }),
);

/** Every channel of the viewer, sent by the realtime connection and changed by its events alone. */
export const knownChannelsQuery = queryOptions<Channel[]>({
  queryKey: ['channels', 'known'],
  queryFn: skipToken,
  staleTime: Number.POSITIVE_INFINITY,
  gcTime: Number.POSITIVE_INFINITY,
});

/** Communities with something unread in a channel other than the one that is open. */
export function useUnreadCommunities(openChannelId: string | undefined): Set<CommunityId> {
  const { data } = useQuery(knownChannelsQuery);
  const ids = (data ?? [])
    .filter(({ id, viewer }) => viewer.unread > 0 && id !== openChannelId)
    .map(({ communityId }) => communityId)
    .filter((id) => id !== null);
  return new Set(ids);
}

/** The channel as it is once a message was sent; the same channel where that is known already. */
export function withMessage(
  channel: Channel,
  { ordinal, createdAt }: { ordinal: number; createdAt: string },
  isOwn: boolean,
): Channel {
  if (ordinal <= channel.lastOrdinal) return channel;
  const { readOrdinal, unread } = channel.viewer;
  return {
    ...channel,
    lastOrdinal: ordinal,
    lastMessageAt: createdAt,
    viewer: {
      ...channel.viewer,
      readOrdinal: isOwn ? ordinal : readOrdinal,
      unread: isOwn ? 0 : unread + 1,
    },
  };
}

/** The channel as it is once everything up to there is read; a read mark never goes back. */
export function withReadMark(channel: Channel, ordinal: number): Channel {
  const readOrdinal = Math.max(channel.viewer.readOrdinal, ordinal);
  const unread = Math.min(channel.viewer.unread, Math.max(channel.lastOrdinal - readOrdinal, 0));
  return { ...channel, viewer: { ...channel.viewer, readOrdinal, unread } };
}
