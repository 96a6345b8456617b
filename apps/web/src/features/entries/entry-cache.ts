import type { Comment, CommentPage, Entry, EntryId, Post } from '@plaza/contract';
import type { InfiniteData, QueryClient } from '@tanstack/react-query';
import { type PostPages, postListKey } from './entry-queries.js';

/** What may change of an entry that is on the screen in several places. */
export type EntryPatch = Partial<Pick<Post, 'counters' | 'title' | 'body' | 'editedAt' | 'viewer'>>;

type Change = (entry: Post | Comment) => Post | Comment;

/** Changes an entry wherever it is shown: in lists, on its own page, in a tree. */
export function changeEntry(queryClient: QueryClient, id: EntryId, change: Change): void {
  const changed = <Shown extends Entry | { kind: 'tombstone'; id: EntryId }>(entry: Shown): Shown =>
    entry.id === id && entry.kind !== 'tombstone' ? (change(entry as Post | Comment) as Shown) : entry;

  queryClient.setQueriesData<PostPages>(
    { queryKey: postListKey },
    (list) =>
      list && { ...list, pages: list.pages.map((page) => ({ ...page, items: page.items.map(changed) })) },
  );
  queryClient.setQueryData<Entry>(['entry', id], (entry) => entry && changed(entry));
  queryClient.setQueriesData<InfiniteData<CommentPage>>(
    { queryKey: ['comments'] },
    (tree) =>
      tree && {
        ...tree,
        pages: tree.pages.map((page) => ({
          ...page,
          items: page.items.map((node) => ({ ...node, entry: changed(node.entry) })),
        })),
      },
  );
}

/** Takes an entry out of the lists it is shown in. */
export function removeFromLists(queryClient: QueryClient, id: EntryId): void {
  queryClient.setQueriesData<PostPages>(
    { queryKey: postListKey },
    (list) =>
      list && {
        ...list,
        pages: list.pages.map((page) => ({ ...page, items: page.items.filter((post) => post.id !== id) })),
      },
  );
}
