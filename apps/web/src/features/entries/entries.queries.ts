import type { CommentSort, Entry, EntryId, Post, PostSort, TopWindow, UserId } from '@plaza/contract';
import { infiniteQueryOptions, type QueryClient, queryOptions } from '@tanstack/react-query';
import { plaza } from '../../client/plaza.js';

const cursorOf = (pageParam: string) => (pageParam === '' ? {} : { cursor: pageParam });

/** All lists of posts begin with this key, so that a change of one post reaches it in every list. */
export const postListKey = ['posts'] as const;

/** A list stays as it was read until somebody asks for a fresh one: going back must not move it. */
const asRead = {
  staleTime: Number.POSITIVE_INFINITY,
  gcTime: 15 * 60_000,
  // Comparing a thousand posts with what they were takes longer than drawing the few in sight.
  structuralSharing: false,
} as const;

export const homeFeedQuery = infiniteQueryOptions({
  ...asRead,
  queryKey: [...postListKey, 'home'],
  queryFn: ({ pageParam }) => plaza.feeds.home({ query: cursorOf(pageParam) }),
  initialPageParam: '',
  getNextPageParam: (page) => page.nextCursor,
});

export const publicFeedQuery = infiniteQueryOptions({
  ...asRead,
  queryKey: [...postListKey, 'public'],
  queryFn: ({ pageParam }) => plaza.feeds.public({ query: cursorOf(pageParam) }),
  initialPageParam: '',
  getNextPageParam: (page) => page.nextCursor,
});

export interface PostListFilter {
  sort: PostSort;
  window?: TopWindow;
  authorId?: UserId;
}

export function postListQuery(filter: PostListFilter) {
  return infiniteQueryOptions({
    ...asRead,
    queryKey: [...postListKey, 'list', filter],
    queryFn: ({ pageParam }) => plaza.posts.list({ query: { ...filter, ...cursorOf(pageParam) } }),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor,
  });
}

/** Lets go of lists that are not on the screen, so that the next look at them is a fresh one. */
export function forgetPostLists(queryClient: QueryClient): void {
  queryClient.removeQueries({ queryKey: postListKey, type: 'inactive' });
}

export function entryQuery(entryId: string) {
  return queryOptions({
    queryKey: ['entry', entryId],
    queryFn: (): Promise<Entry> => plaza.entries.get({ params: { entryId } }),
  });
}

export function commentsKey(entryId: string) {
  return ['comments', entryId] as const;
}

export function commentsQuery(entryId: string, sort: CommentSort) {
  return infiniteQueryOptions({
    queryKey: [...commentsKey(entryId), sort],
    queryFn: ({ pageParam }) =>
      plaza.entries.comments({ params: { entryId }, query: { sort, ...cursorOf(pageParam) } }),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor,
  });
}

export function contextQuery(entryId: EntryId | string, sort: CommentSort) {
  return queryOptions({
    queryKey: ['context', entryId, sort],
    queryFn: () => plaza.entries.context({ params: { entryId }, query: { sort } }),
  });
}

export type CommentContext = Awaited<ReturnType<typeof plaza.entries.context>>;

export function revisionsQuery(entryId: EntryId) {
  return infiniteQueryOptions({
    queryKey: ['revisions', entryId],
    queryFn: ({ pageParam }) => plaza.entries.revisions({ params: { entryId }, query: cursorOf(pageParam) }),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor,
    staleTime: 0,
  });
}

export type PostPages = { pages: { items: Post[]; nextCursor: string | null }[]; pageParams: unknown[] };
