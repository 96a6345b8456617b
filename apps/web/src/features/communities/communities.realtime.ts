import { patchEntity } from '../../client/entities.js';
import type { LiveConnection } from '../../client/realtime.js';
import { communityEntity, communityListKey, myCommunitiesQuery } from './communities.queries.js';

/** Keeps the viewer's memberships and what lists show of communities up to date. */
export function communitiesRealtime({ realtime, queryClient, viewerId }: LiveConnection): void {
  const refreshMine = () => void queryClient.invalidateQueries({ queryKey: myCommunitiesQuery.queryKey });
  realtime.on('member.joined', ({ userId }) => {
    if (userId === viewerId) refreshMine();
  });
  realtime.on('member.left', ({ userId }) => {
    if (userId === viewerId) refreshMine();
  });
  realtime.on('community.updated', (updated) =>
    patchEntity(queryClient, communityEntity, updated.id, (community) => ({ ...community, ...updated })),
  );
  // Gone, or the viewer does not belong to it any more: then it may still be in the directory.
  realtime.on('community.deleted', () => void queryClient.invalidateQueries({ queryKey: communityListKey }));
}
