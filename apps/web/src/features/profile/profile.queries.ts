import type { UserId } from '@plaza/contract';
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { plaza } from '../../client/plaza.js';

export function profileQuery(idOrUsername: string) {
  return queryOptions({
    queryKey: ['profile', idOrUsername.toLowerCase()],
    queryFn: () => plaza.users.get({ params: { idOrUsername } }),
  });
}

export type FollowList = 'followers' | 'following';

export function followListQuery(userId: UserId, list: FollowList) {
  return infiniteQueryOptions({
    queryKey: ['profile', userId, list],
    queryFn: ({ pageParam }) =>
      plaza.graph[list]({ params: { userId }, query: pageParam === '' ? {} : { cursor: pageParam } }),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor,
  });
}
