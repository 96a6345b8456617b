import type { Channel, ChannelId, Message } from '@plaza/contract';
import {
  type InfiniteData,
  infiniteQueryOptions,
  type QueryClient,
  queryOptions,
} from '@tanstack/react-query';
import { plaza } from '../../app/plaza.js';

const PAGE = 50;

interface HistoryPage {
  /** Newest first. */
  items: Message[];
  hasOlder: boolean;
}

export function channelQuery(channelId: string) {
  return queryOptions({
    queryKey: ['channel', channelId],
    queryFn: () => plaza.channels.get({ params: { channelId } }),
  });
}

export function historyQuery(channelId: string) {
  return infiniteQueryOptions({
    queryKey: ['history', channelId],
    queryFn: ({ pageParam }): Promise<HistoryPage> =>
      plaza.messages.history({
        params: { channelId },
        query: { limit: PAGE, ...(pageParam && { before: pageParam }) },
      }),
    initialPageParam: '',
    getNextPageParam: (page) => (page.hasOlder ? page.items.at(-1)?.id : undefined),
  });
}

export function pointersQuery(channelId: string) {
  return queryOptions({
    queryKey: ['pointers', channelId],
    queryFn: () => plaza.messages.pointers({ params: { channelId } }),
  });
}

type History = InfiniteData<HistoryPage, string>;

/** Puts a message in its place, or in the place of its earlier state. */
export function putMessage(queryClient: QueryClient, message: Message): void {
  queryClient.setQueryData<History>(['history', message.channelId], (history) => {
    const [newest, ...older] = history?.pages ?? [];
    if (!history || !newest) return history;
    const isKnown = history.pages.some((page) => page.items.some(({ id }) => id === message.id));
    if (isKnown) return inEachPage(history, (shown) => (shown.id === message.id ? message : shown));
    const last = newest.items[0]?.ordinal ?? 0;
    // What is older than the newest page was not loaded, and is not now.
    if (message.ordinal < last) return history;
    return { ...history, pages: [{ ...newest, items: [message, ...newest.items] }, ...older] };
  });
}

/** Leaves the tombstone of a deleted message. */
export function buryMessage(
  queryClient: QueryClient,
  deleted: Pick<Message, 'id' | 'channelId'> & { deletedAt: string },
): void {
  queryClient.setQueryData<History>(
    ['history', deleted.channelId],
    (history) =>
      history &&
      inEachPage(history, (shown) =>
        shown.id === deleted.id
          ? {
              ...shown,
              body: '',
              deletedAt: deleted.deletedAt,
              viewer: { can: { edit: false, delete: false } },
            }
          : shown,
      ),
  );
}

/** Changes a channel wherever it is shown. */
export function changeChannel(
  queryClient: QueryClient,
  channelId: ChannelId,
  change: (channel: Channel) => Channel,
): void {
  queryClient.setQueryData<Channel>(['channel', channelId], (channel) => channel && change(channel));
  queryClient.setQueriesData<InfiniteData<{ items: Channel[] }>>(
    { queryKey: ['channels', 'mine'] },
    (list) =>
      list && {
        ...list,
        pages: list.pages.map((page) => ({
          ...page,
          items: page.items.map((channel) => (channel.id === channelId ? change(channel) : channel)),
        })),
      },
  );
  queryClient.setQueriesData<{ items: Channel[] }>(
    { queryKey: ['channels', 'community'] },
    (list) =>
      list && { items: list.items.map((channel) => (channel.id === channelId ? change(channel) : channel)) },
  );
}

function inEachPage(history: History, change: (message: Message) => Message): History {
  return { ...history, pages: history.pages.map((page) => ({ ...page, items: page.items.map(change) })) };
}
