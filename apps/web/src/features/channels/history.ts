import type { Message, Pointer } from '@plaza/contract';
import {
  type InfiniteData,
  infiniteQueryOptions,
  type QueryClient,
  queryOptions,
} from '@tanstack/react-query';
import { changeCached } from '../../client/cache.js';
import { plaza } from '../../client/plaza.js';

const PAGE = 100;

interface HistoryPage {
  /** Newest first. */
  items: Message[];
  hasOlder: boolean;
}
type History = InfiniteData<HistoryPage, string>;

/** Messages of a channel, from the newest back; kept up to date by events. */
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
    refetchOnWindowFocus: false,
    // Comparing thousands of messages with what they were takes longer than drawing the few in sight.
    structuralSharing: false,
  });
}

/** How far the two people of a direct channel have received and read it. */
export function pointersQuery(channelId: string) {
  return queryOptions({
    queryKey: ['pointers', channelId],
    queryFn: () => plaza.messages.pointers({ params: { channelId } }),
  });
}

/** Puts a message in its place, or in the place of its earlier state. */
export function putMessage(queryClient: QueryClient, message: Message): void {
  changeHistory(queryClient, message.channelId, (history) => {
    const isKnown = history.pages.some((page) => page.items.some(({ id }) => id === message.id));
    return isKnown ? inEachPage(history, (shown) => later(shown, message)) : withNew(history, message);
  });
}

/** Leaves the tombstone of a deleted message. */
export function buryMessage(
  queryClient: QueryClient,
  deleted: Pick<Message, 'id' | 'channelId'> & { deletedAt: string },
): void {
  const bury = (shown: Message): Message => ({
    ...shown,
    body: '',
    deletedAt: deleted.deletedAt,
    viewer: { can: { edit: false, delete: false } },
  });
  changeHistory(queryClient, deleted.channelId, (history) =>
    inEachPage(history, (shown) => (shown.id === deleted.id ? bury(shown) : shown)),
  );
}

/** Moves a mark of a direct channel; marks never go back. */
export function movePointer(queryClient: QueryClient, moved: Pointer): void {
  changeCached<{ items: Pointer[] }>(queryClient, pointersQuery(moved.channelId).queryKey, ({ items }) => {
    const before = items.find(({ userId }) => userId === moved.userId);
    const after = {
      ...moved,
      deliveredOrdinal: Math.max(moved.deliveredOrdinal, before?.deliveredOrdinal ?? 0),
      readOrdinal: Math.max(moved.readOrdinal, before?.readOrdinal ?? 0),
    };
    return { items: [...items.filter(({ userId }) => userId !== moved.userId), after] };
  });
}

/** Lets the older pages go, so that a reload is one request. */
export function keepNewestPage(queryClient: QueryClient, channelId: string): void {
  changeHistory(queryClient, channelId, ({ pages, pageParams }) => ({
    pages: pages.slice(0, 1),
    pageParams: pageParams.slice(0, 1),
  }));
}

function changeHistory(
  queryClient: QueryClient,
  channelId: string,
  change: (history: History) => History,
): void {
  changeCached<History>(queryClient, historyQuery(channelId).queryKey, change);
}

/** What is older than all that was loaded stays out; it comes with its page. */
function withNew(history: History, message: Message): History {
  const at = history.pages.findIndex(
    (page, index) =>
      (page.items.at(-1)?.ordinal ?? 0) < message.ordinal || (index === 0 && page.items.length === 0),
  );
  const page = history.pages[at];
  if (!page) return history;
  const items = [...page.items, message].sort((left, right) => right.ordinal - left.ordinal);
  return { ...history, pages: history.pages.with(at, { ...page, items }) };
}

function later(shown: Message, message: Message): Message {
  if (shown.id !== message.id) return shown;
  const isOlder = shown.deletedAt !== null || (shown.editedAt ?? '') > (message.editedAt ?? '');
  // Only what is said to the author alone carries the nonce; an event may come after it.
  return isOlder ? shown : { ...message, nonce: message.nonce ?? shown.nonce };
}

function inEachPage(history: History, change: (message: Message) => Message): History {
  return { ...history, pages: history.pages.map((page) => ({ ...page, items: page.items.map(change) })) };
}
