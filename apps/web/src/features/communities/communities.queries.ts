import type { CommunityId } from '@plaza/contract';
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { plaza } from '../../client/plaza.js';
import { channelLists } from '../channels/channels.queries.js';

export function communityQuery(idOrHandle: string) {
  return queryOptions({
    queryKey: ['community', idOrHandle],
    queryFn: () => plaza.communities.get({ params: { idOrHandle } }),
  });
}

export function communityChannelsQuery(communityId: CommunityId) {
  return queryOptions({
    queryKey: [...channelLists.community, communityId],
    queryFn: () => plaza.channels.list({ params: { communityId } }),
  });
}

export function membersQuery(communityId: CommunityId) {
  return infiniteQueryOptions({
    queryKey: ['members', communityId],
    queryFn: ({ pageParam }) =>
      plaza.communities.members({
        params: { communityId },
        query: { limit: 50, ...(pageParam && { cursor: pageParam }) },
      }),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor,
  });
}

export function rolesQuery(communityId: CommunityId) {
  return queryOptions({
    queryKey: ['roles', communityId],
    queryFn: () => plaza.roles.list({ params: { communityId } }),
  });
}
