import type { CommentSort, Entry, EntryId, Post, PostSort, TopWindow, UserId } from '@plaza/contract';
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { plaza } from '../../app/plaza.js';

const cursorOf = (pageParam: string) => (pageParam === '' ? {} : { cursor: pageParam });

/** All lists of posts begin with this key, so that a change of one post reaches it in every list. */
export const postListKey = ['posts'] as const;

export const homeFeedQuery = infiniteQueryOptions({
  queryKey: [...postListKey, 'home'],
  queryFn: ({ pageParam }) => plaza.feeds.home({ query: cursorOf(pageParam) }),
  initialPageParam: '',
  getNextPageParam: (page) => page.nextCursor,
});

export const publicFeedQuery = infiniteQueryOptions({
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
    queryKey: [...postListKey, 'list', filter],
    queryFn: ({ pageParam }) => plaza.posts.list({ query: { ...filter, ...cursorOf(pageParam) } }),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor,
  });
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

export type PostPages = { pages: { items: Post[]; nextCursor: string | null }[]; pageParams: unknown[] };
