import { z } from 'zod';
import { UserSummary } from '../identity/views.js';
import { CommunityId, PermissionSet, RoleId, Timestamp } from '../scalars.js';
import { communityLimits } from './limits.js';

export const communityKinds = ['guild'] as const;
export type CommunityKind = (typeof communityKinds)[number];
export const communityVisibilities = ['public', 'private', 'secret'] as const;
export type CommunityVisibility = (typeof communityVisibilities)[number];
export const joinPolicies = ['open', 'closed'] as const;
export type JoinPolicy = (typeof joinPolicies)[number];

export const Community = z
  .object({
    id: CommunityId,
    kind: z.enum(communityKinds),
    name: z.string(),
    handle: z.string(),
    description: z.string(),
    visibility: z.enum(communityVisibilities),
    joinPolicy: z.enum(joinPolicies),
    memberCount: z.int(),
    createdAt: Timestamp,
    viewer: z.object({
      isMember: z.boolean(),
      isOwner: z.boolean(),
      permissions: PermissionSet,
      can: z.object({
        join: z.boolean(),
        leave: z.boolean(),
        edit: z.boolean(),
        delete: z.boolean(),
        manageChannels: z.boolean(),
        manageRoles: z.boolean(),
      }),
    }),
  })
  .meta({ id: 'Community' });
export type Community = z.infer<typeof Community>;

export const Member = z
  .object({
    user: UserSummary,
    nickname: z.string().nullable(),
    roleIds: z.array(RoleId).max(communityLimits.rolesPerCommunity),
    isOwner: z.boolean(),
    joinedAt: Timestamp,
    timedOutUntil: Timestamp.nullable(),
  })
  .meta({ id: 'Member' });
export type Member = z.infer<typeof Member>;

export const Role = z
  .object({
    id: RoleId,
    communityId: CommunityId,
    name: z.string(),
    /** 0 is `@everyone`; higher stands above. */
    position: z.int(),
    permissions: PermissionSet,
    isEveryone: z.boolean(),
  })
  .meta({ id: 'Role' });
export type Role = z.infer<typeof Role>;
