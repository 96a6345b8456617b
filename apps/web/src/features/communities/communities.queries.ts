import type { Community, CommunityId } from '@plaza/contract';
import { queryOptions, useInfiniteQuery } from '@tanstack/react-query';
import type { EntityType } from '../../client/entities.js';
import { itemsOf, listOptions } from '../../client/lists.js';
import { plaza } from '../../client/plaza.js';
import { useViewer } from '../../client/viewer.js';

export const communityEntity: EntityType<Community> = {
  matches: (value): value is Community => 'memberCount' in value,
};

/** All lists of communities begin with this key. */
export const communityListKey = ['communities'] as const;

export const myCommunitiesQuery = listOptions([...communityListKey, 'mine'], (query) =>
  plaza.communities.mine({ query: { limit: 100, ...query } }),
);

/** The communities of the viewer, the newest membership first. */
export function useMyCommunities(): Community[] {
  const viewer = useViewer();
  const { data } = useInfiniteQuery({ ...myCommunitiesQuery, enabled: viewer !== null });
  return itemsOf(data);
}

/** Communities that may be known to the viewer, by the beginning of their name; all without one. */
export function directoryQuery(beginning: string) {
  return listOptions([...communityListKey, 'directory', beginning], (query) =>
    plaza.communities.list({ query: { ...(beginning && { query: beginning }), ...query, limit: 10 } }),
  );
}

export function communityQuery(idOrHandle: string) {
  return queryOptions({
    queryKey: ['community', idOrHandle],
    queryFn: () => plaza.communities.get({ params: { idOrHandle } }),
  });
}

export function membersQuery(communityId: CommunityId) {
  return listOptions(['members', communityId], (query) =>
    plaza.communities.members({ params: { communityId }, query: { limit: 50, ...query } }),
  );
}

export function rolesQuery(communityId: CommunityId) {
  return queryOptions({
    queryKey: ['roles', communityId],
    queryFn: () => plaza.roles.list({ params: { communityId } }),
  });
}
