import type { Profile, UserId, UserSummary } from '@plaza/contract';
import { queryOptions } from '@tanstack/react-query';
import type { EntityType } from '../../client/entities.js';
import { listOptions } from '../../client/lists.js';
import { plaza } from '../../client/plaza.js';

/** Everybody's names and picture, wherever they are shown. */
export const personEntity: EntityType<UserSummary> = {
  matches: (value): value is UserSummary => 'username' in value,
};

/** What a profile says besides, and how the viewer is related to it. */
export const profileEntity: EntityType<Profile> = {
  matches: (value): value is Profile => 'username' in value && 'viewer' in value,
};

export const profileKey = ['profile'] as const;

export function profileQuery(idOrUsername: string) {
  return queryOptions({
    queryKey: [...profileKey, idOrUsername.toLowerCase()],
    queryFn: () => plaza.users.get({ params: { idOrUsername } }),
    meta: { dependsOnAccount: true },
  });
}

export type FollowList = 'followers' | 'following';

export function followListQuery(userId: UserId, list: FollowList) {
  return listOptions([...profileKey, userId, list], (query) =>
    plaza.graph[list]({ params: { userId }, query }),
  );
}
