import type { Community, EventPayload } from '@plaza/contract';
import type { Viewer } from '../../platform/http/viewer.js';
import type { CommunityFacts, CommunityRow } from './communities.queries.js';
import { bit, holds } from './permissions/permissions.js';

export function communityView(viewer: Viewer, row: CommunityRow): Community {
  const may = (permission: bigint) => holds(row.permissions, permission);
  return {
    ...publicFacts(row),
    viewer: {
      isMember: row.is_member,
      isOwner: row.is_owner,
      permissions: String(row.permissions),
      can: {
        join: viewer.userId !== null && !row.is_member && !row.is_banned && row.join_policy === 'open',
        leave: row.is_member && !row.is_owner,
        edit: may(bit.manage_community),
        delete: row.is_owner,
        manageChannels: may(bit.manage_channels),
        manageRoles: may(bit.manage_roles),
      },
    },
  };
}

/** What is the same for all who may know of it. */
export function publicFacts(row: CommunityFacts): EventPayload<'community.updated'> {
  return {
    id: row.id,
    kind: row.kind,
    name: row.name,
    handle: row.handle,
    description: row.description,
    visibility: row.visibility,
    joinPolicy: row.join_policy,
    memberCount: row.member_count,
    createdAt: row.created_at.toISOString(),
  };
}
