import type { Community } from '@plaza/contract';
import { infiniteQueryOptions, useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { plaza } from '../../client/plaza.js';
import { useEvent } from '../../client/realtime.js';
import { useViewer } from '../../client/viewer.js';

const PAGE = 100;

const myCommunitiesQuery = infiniteQueryOptions({
  queryKey: ['communities', 'mine'],
  queryFn: ({ pageParam }) =>
    plaza.communities.mine({ query: { limit: PAGE, ...(pageParam && { cursor: pageParam }) } }),
  initialPageParam: '',
  getNextPageParam: (page) => page.nextCursor,
});

/** The communities of the viewer, the newest membership first. */
export function useMyCommunities(): Community[] {
  const viewer = useViewer();
  const { data } = useInfiniteQuery({ ...myCommunitiesQuery, enabled: viewer !== null });
  return data?.pages.flatMap((page) => page.items) ?? [];
}

/** Keeps the viewer's memberships up to date, whatever screen is open; mounted once. */
export function useLiveCommunities(): void {
  const queryClient = useQueryClient();
  const viewerId = useViewer()?.id;
  const lookAgain = () => void queryClient.invalidateQueries({ queryKey: myCommunitiesQuery.queryKey });
  useEvent('member.joined', ({ userId }) => {
    if (userId === viewerId) lookAgain();
  });
  useEvent('member.left', ({ userId }) => {
    if (userId === viewerId) lookAgain();
  });
  useEvent('community.updated', lookAgain);
  useEvent('community.deleted', lookAgain);
}
