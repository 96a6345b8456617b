import type { Channel, ReadState, SharedMessage, UserId } from '@plaza/contract';
import { messageAbilities } from '@plaza/contract/message-abilities';
import {
  type InfiniteData,
  infiniteQueryOptions,
  type QueryClient,
  queryOptions,
} from '@tanstack/react-query';
import { patchQueries } from '../../client/cache.js';
import { type EntityType, patchEntity } from '../../client/entities.js';
import { plaza } from '../../client/plaza.js';

const PAGE = 100;

const messageEntity: EntityType<SharedMessage> = {
  matches: (value): value is SharedMessage => 'channelId' in value && 'ordinal' in value,
};

interface HistoryPage {
  /** Newest first. */
  items: SharedMessage[];
  hasOlder: boolean;
}
export type History = InfiniteData<HistoryPage, string>;

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
    // Comparing thousands of messages with what they were takes longer than drawing the few in view.
    structuralSharing: false,
  });
}

/** How far the two people of a direct channel have received and read it. */
export function readStatesQuery(channelId: string) {
  return queryOptions({
    queryKey: ['read-states', channelId],
    queryFn: () => plaza.messages.readStates({ params: { channelId } }),
    // Who hides their marks sees those of others no more.
    meta: { dependsOnAccount: true },
  });
}

/** What the viewer may do with a message besides replying to it: that follows from what they may do in its channel. */
export function abilitiesFor(message: SharedMessage, channel: Channel, viewerId: UserId | undefined) {
  if (message.deletedAt !== null) return { edit: false, delete: false };
  return messageAbilities(channel.viewer.permissions, message.author.id === viewerId);
}

/** Inserts a message into the history of its channel, or puts it in place of its earlier state. */
export function putMessage(queryClient: QueryClient, message: SharedMessage): void {
  patchEntity(queryClient, messageEntity, message.id, (shown) => newer(shown, message));
  patchHistory(queryClient, message.channelId, (history) => withMessage(history, message));
}

/** Leaves the tombstone of a deleted message. */
export function markDeleted(queryClient: QueryClient, id: SharedMessage['id'], deletedAt: string): void {
  patchEntity(queryClient, messageEntity, id, (message) => ({ ...message, body: '', deletedAt }));
}

/** Moves a mark of a direct channel; marks never go back. */
export function moveReadState(queryClient: QueryClient, moved: ReadState): void {
  const { queryKey } = readStatesQuery(moved.channelId);
  patchQueries<{ items: ReadState[] }>(queryClient, queryKey, ({ items }) => {
    const before = items.find(({ userId }) => userId === moved.userId);
    const after = {
      ...moved,
      deliveredOrdinal: Math.max(moved.deliveredOrdinal, before?.deliveredOrdinal ?? 0),
      readOrdinal: Math.max(moved.readOrdinal, before?.readOrdinal ?? 0),
    };
    return { items: [...items.filter(({ userId }) => userId !== moved.userId), after] };
  });
}

/** Drops the older pages, so that loading again is one request. */
export function keepNewestPage(queryClient: QueryClient, channelId: string): void {
  patchHistory(queryClient, channelId, ({ pages, pageParams }) => ({
    pages: pages.slice(0, 1),
    pageParams: pageParams.slice(0, 1),
  }));
}

function patchHistory(
  queryClient: QueryClient,
  channelId: string,
  change: (history: History) => History,
): void {
  patchQueries<History>(queryClient, historyQuery(channelId).queryKey, change);
}

/** What is older than all that was loaded stays out; it comes with its page. */
function withMessage(history: History, message: SharedMessage): History {
  if (history.pages.some((page) => page.items.some(({ id }) => id === message.id))) return history;
  const at = history.pages.findIndex(
    (page, index) =>
      (page.items.at(-1)?.ordinal ?? 0) < message.ordinal || (index === 0 && page.items.length === 0),
  );
  const page = history.pages[at];
  if (!page) return history;
  const items = [...page.items, message].sort((left, right) => right.ordinal - left.ordinal);
  return { ...history, pages: history.pages.with(at, { ...page, items }) };
}

/** The later of two states of a message. */
function newer(shown: SharedMessage, message: SharedMessage): SharedMessage {
  const isOlder = shown.deletedAt !== null || (shown.editedAt ?? '') > (message.editedAt ?? '');
  // Only the response to its author contains the nonce; an event may come after that.
  return isOlder ? shown : { ...message, nonce: message.nonce ?? shown.nonce };
}
