import type {
  CommunityId,
  CommunityKind,
  CommunityVisibility,
  JoinPolicy,
  RoleId,
  UserId,
} from '@plaza/contract';
import type { Defaulted } from '../../platform/database/tables.js';

interface CommunitiesTable {
  id: CommunityId;
  kind: CommunityKind;
  name: string;
  handle: string;
  description: Defaulted<string>;
  visibility: CommunityVisibility;
  join_policy: JoinPolicy;
  owner_id: UserId;
  member_count: Defaulted<number>;
  created_at: Date;
  deleted_at: Date | null;
}

interface MembersTable {
  community_id: CommunityId;
  user_id: UserId;
  nickname: string | null;
  joined_at: Date;
}

interface TimeoutsTable {
  community_id: CommunityId;
  user_id: UserId;
  until: Date;
}

interface RolesTable {
  id: RoleId;
  community_id: CommunityId;
  name: string;
  position: number;
  permissions: bigint;
  is_everyone: Defaulted<boolean>;
  created_at: Date;
}

interface MemberRolesTable {
  community_id: CommunityId;
  user_id: UserId;
  role_id: RoleId;
}

interface BansTable {
  community_id: CommunityId;
  user_id: UserId;
  banned_by: UserId | null;
  reason: Defaulted<string>;
  created_at: Date;
  expires_at: Date | null;
}

interface AuditLogTable {
  id: string;
  community_id: CommunityId;
  actor_id: UserId | null;
  action: string;
  target_id: string | null;
  detail: unknown;
  at: Date;
}

declare module '../../platform/database/tables.js' {
  interface Tables {
    communities: CommunitiesTable;
    members: MembersTable;
    timeouts: TimeoutsTable;
    roles: RolesTable;
    member_roles: MemberRolesTable;
    bans: BansTable;
    audit_log: AuditLogTable;
  }
}
