import type { Community } from '@plaza/contract';
import { infiniteQueryOptions, useInfiniteQuery } from '@tanstack/react-query';
import { plaza } from './plaza.js';
import { useViewer } from './viewer.js';

const PAGE = 100;

export const myCommunitiesQuery = infiniteQueryOptions({
  queryKey: ['communities', 'mine'],
  queryFn: ({ pageParam }) =>
    plaza.communities.mine({ query: { limit: PAGE, ...(pageParam && { cursor: pageParam }) } }),
  initialPageParam: '',
  getNextPageParam: (page) => page.nextCursor,
});

/** The communities of the viewer for the rail. */
export function useMyCommunities(): (Community & { hasUnread: boolean })[] {
  const viewer = useViewer();
  const { data } = useInfiniteQuery({ ...myCommunitiesQuery, enabled: viewer !== null });
  const communities = data?.pages.flatMap((page) => page.items) ?? [];
  return communities.map((community) => ({ ...community, hasUnread: false }));
}
