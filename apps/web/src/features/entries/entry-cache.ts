import type { Comment, CommentPage, Entry, EntryId, Post } from '@plaza/contract';
import type { InfiniteData, QueryClient } from '@tanstack/react-query';
import { changeCached } from '../../client/cache.js';
import { type CommentContext, entryQuery, type PostPages, postListKey } from './entries.queries.js';

type Change = (entry: Post | Comment) => Post | Comment;

/** Changes an entry wherever it is shown: in lists, on its own page, in a tree. */
export function changeEntry(queryClient: QueryClient, id: EntryId, change: Change): void {
  const changed = <Shown extends Entry | { kind: 'tombstone'; id: EntryId }>(entry: Shown): Shown =>
    // What is changed stays of its kind, which the compiler cannot follow.
    entry.id === id && entry.kind !== 'tombstone' ? (change(entry as Post | Comment) as Shown) : entry;
  const inTree = (page: CommentPage): CommentPage => ({
    ...page,
    items: page.items.map((node) => ({ ...node, entry: changed(node.entry) })),
  });

  changeCached<Entry>(queryClient, entryQuery(id).queryKey, changed);
  changePostLists(queryClient, (posts) => posts.map(changed));
  changeCached<InfiniteData<CommentPage>>(queryClient, ['comments'], (tree) => ({
    ...tree,
    pages: tree.pages.map(inTree),
  }));
  changeCached<CommentContext>(queryClient, ['context'], (context) => ({
    root: changed(context.root),
    ancestors: context.ancestors.map(changed),
    comment: changed(context.comment),
    replies: inTree(context.replies),
  }));
}

/** Takes an entry out of the lists it is shown in. */
export function removeFromLists(queryClient: QueryClient, id: EntryId): void {
  changePostLists(queryClient, (posts) => posts.filter((post) => post.id !== id));
}

/** Whether a post is in a list or open on its own page. */
export function isShown(queryClient: QueryClient, id: EntryId): boolean {
  const lists = queryClient.getQueriesData<PostPages>({ queryKey: postListKey });
  const isListed = lists.some(([, list]) =>
    list?.pages.some((page) => page.items.some((post) => post.id === id)),
  );
  return isListed || queryClient.getQueryData(entryQuery(id).queryKey) !== undefined;
}

function changePostLists(queryClient: QueryClient, change: (posts: Post[]) => Post[]): void {
  changeCached<PostPages>(queryClient, postListKey, (list) => ({
    ...list,
    pages: list.pages.map((page) => ({ ...page, items: change(page.items) })),
  }));
}
