import type { Comment, Entry, EntryId, Post, PostSort, TopWindow, UserId } from '@plaza/contract';
import { type InfiniteData, type QueryClient, queryOptions } from '@tanstack/react-query';
import type { EntityType } from '../../client/entities.js';
import { itemsOf, listOptions } from '../../client/lists.js';
import { plaza } from '../../client/plaza.js';

/** Posts and comments, not what is left of a deleted one. */
export const entryEntity: EntityType<Post | Comment> = {
  matches: (value): value is Post | Comment => 'audience' in value,
  itemProperty: 'entry',
};

/** All lists of posts begin with this key. */
export const postListKey = ['posts'] as const;

type PostPage = { items: Post[]; nextCursor: string | null };
export type PostPages = InfiniteData<PostPage, unknown>;

/** A list of posts. It stays as it was read until somebody asks for a fresh one: going back must not move it. */
export function postList<Page extends PostPage>(
  name: readonly unknown[],
  load: (query: { cursor?: string }) => Promise<Page>,
) {
  return listOptions([...postListKey, ...name], load, {
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 15 * 60_000,
    // Comparing a thousand posts with what they were takes longer than drawing the few in view.
    structuralSharing: false,
  });
}

/** The posts of such a list. */
export function postsIn(data: PostPages | undefined): Post[] {
  return itemsOf(data);
}

interface PostListFilter {
  sort: PostSort;
  window?: TopWindow;
  authorId?: UserId;
}

export function rankedPostsQuery(filter: PostListFilter) {
  return postList(['list', filter], (query) => plaza.posts.list({ query: { ...filter, ...query } }));
}

/** Drops lists that are not on the screen, so that they are fresh when they are opened again. */
export function forgetPostLists(queryClient: QueryClient): void {
  queryClient.removeQueries({ queryKey: postListKey, type: 'inactive' });
}

/** Loads lists again whose content may be another now. */
export function refreshPostLists(queryClient: QueryClient): void {
  forgetPostLists(queryClient);
  void queryClient.invalidateQueries({ queryKey: postListKey });
}

export function entryQuery(entryId: string) {
  return queryOptions({
    queryKey: ['entry', entryId],
    queryFn: (): Promise<Entry> => plaza.entries.get({ params: { entryId } }),
  });
}

export function revisionsQuery(entryId: EntryId) {
  return listOptions(
    ['revisions', entryId],
    (query) => plaza.entries.revisions({ params: { entryId }, query }),
    { staleTime: 0 },
  );
}
