import { z } from 'zod';
import { UserSummary } from './identity.js';
import { limits } from './limits.js';
import { operation } from './operation.js';
import {
  ChannelId,
  CommunityId,
  optionalText,
  PageQuery,
  PermissionSet,
  page,
  QueryFlag,
  RoleId,
  Timestamp,
  text,
  UserId,
} from './scalars.js';

export const communityKinds = ['guild'] as const;
export type CommunityKind = (typeof communityKinds)[number];
export const communityVisibilities = ['public', 'private', 'secret'] as const;
export type CommunityVisibility = (typeof communityVisibilities)[number];
export const joinPolicies = ['open', 'closed'] as const;
export type JoinPolicy = (typeof joinPolicies)[number];
export const channelTypes = ['text', 'direct'] as const;
export type ChannelType = (typeof channelTypes)[number];

const Handle = z
  .string()
  .min(3)
  .max(limits.communityHandle)
  .regex(/^[a-z0-9][a-z0-9-]*[a-z0-9]$/, { error: 'Small letters, digits and - only' });

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
    roleIds: z.array(RoleId).max(limits.rolesPerCommunity),
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

export const overwriteTargets = ['role', 'member'] as const;
export const Overwrite = z
  .object({
    targetType: z.enum(overwriteTargets),
    targetId: z.union([RoleId, UserId]),
    allow: PermissionSet,
    deny: PermissionSet,
  })
  .meta({ id: 'Overwrite' });
export type Overwrite = z.infer<typeof Overwrite>;

/** Why the composer is closed; null where the viewer may write. */
export const writeObstacles = [
  'forbidden',
  'read_only',
  'not_mutual',
  'not_connected',
  'not_accepting',
  'blocked_or_unavailable',
] as const;
export type WriteObstacle = (typeof writeObstacles)[number];

export const Channel = z
  .object({
    id: ChannelId,
    type: z.enum(channelTypes),
    communityId: CommunityId.nullable(),
    name: z.string().nullable(),
    topic: z.string(),
    position: z.int(),
    slowModeSeconds: z.int(),
    /** The other person of a direct channel. */
    peer: UserSummary.nullable(),
    lastOrdinal: z.int(),
    lastMessageAt: Timestamp.nullable(),
    createdAt: Timestamp,
    viewer: z.object({
      readOrdinal: z.int(),
      unread: z.int(),
      permissions: PermissionSet,
      can: z.object({
        send: z.boolean(),
        manage: z.boolean(),
        manageMessages: z.boolean(),
      }),
      writeObstacle: z.enum(writeObstacles).nullable(),
    }),
  })
  .meta({ id: 'Channel' });
export type Channel = z.infer<typeof Channel>;

/** A channel as an event tells it to many at once: what has been read of it is each viewer's own and stays as it was. */
export const ChangedChannel = Channel.extend({
  viewer: Channel.shape.viewer.omit({ readOrdinal: true, unread: true }),
}).meta({ id: 'ChangedChannel' });
export type ChangedChannel = z.infer<typeof ChangedChannel>;

export const permissionVerdictRules = z.string().max(80).meta({
  description:
    'owner, administrator, role:<id>, overwrite:everyone, overwrite:role:<id>, overwrite:member, implied, timeout, not_member, banned, none',
});

const CommunityParams = z.strictObject({ communityId: CommunityId });
const ChannelParams = z.strictObject({ channelId: ChannelId });
const RoleParams = CommunityParams.extend({ roleId: RoleId });
const MemberParams = CommunityParams.extend({ userId: UserId });
const read = { access: 'anyone', scope: 'communities:read', limit: 'read', status: 200 } as const;
const write = { access: 'user', scope: 'communities:write', limit: 'write' } as const;
const goOn = z.strictObject({
  confirm: QueryFlag.default(false).meta({ description: 'Go on although it locks the viewer out' }),
});

export const communities = {
  create: operation({
    ...write,
    method: 'POST',
    path: '/communities',
    summary: 'Create a community; the viewer owns it, and it starts with one text channel',
    status: 201,
    body: z.strictObject({
      kind: z.enum(communityKinds),
      name: text(limits.communityName),
      handle: Handle.optional(),
      description: optionalText(limits.communityDescription).default(''),
      visibility: z.enum(communityVisibilities).default('public'),
      joinPolicy: z.enum(joinPolicies).default('open'),
    }),
    response: Community,
    errors: ['handle_taken', 'limit_reached', 'idempotency_conflict'],
  }),
  list: operation({
    ...read,
    method: 'GET',
    path: '/communities',
    summary: 'Communities the viewer may know of, newest first',
    query: PageQuery.extend({
      kind: z.enum(communityKinds).optional(),
      query: z.string().min(1).max(64).optional().meta({ description: 'Start of the name or handle' }),
    }),
    response: page(Community),
    errors: ['cursor_invalid', 'cursor_mismatch'],
  }),
  mine: operation({
    ...read,
    access: 'user',
    method: 'GET',
    path: '/communities/mine',
    summary: 'Communities the viewer is a member of, newest membership first',
    query: PageQuery,
    response: page(Community),
    errors: ['cursor_invalid', 'cursor_mismatch'],
  }),
  get: operation({
    ...read,
    method: 'GET',
    path: '/communities/{idOrHandle}',
    summary: 'One community, by id or handle',
    params: z.strictObject({ idOrHandle: z.string().min(1).max(36) }),
    response: Community,
    errors: ['not_found'],
  }),
  update: operation({
    ...write,
    method: 'PATCH',
    path: '/communities/{communityId}',
    summary: 'Change name, description, visibility or join policy',
    status: 200,
    params: CommunityParams,
    body: z.strictObject({
      name: text(limits.communityName).optional(),
      description: optionalText(limits.communityDescription).optional(),
      visibility: z.enum(communityVisibilities).optional(),
      joinPolicy: z.enum(joinPolicies).optional(),
    }),
    response: Community,
    errors: ['not_found', 'forbidden'],
  }),
  delete: operation({
    ...write,
    method: 'DELETE',
    path: '/communities/{communityId}',
    summary: 'Delete the community with all its channels and messages; its owner alone',
    status: 204,
    params: CommunityParams,
    errors: ['not_found', 'owner_required'],
  }),
  join: operation({
    ...write,
    method: 'PUT',
    path: '/communities/{communityId}/membership',
    summary: 'Join',
    status: 200,
    params: CommunityParams,
    response: Community,
    errors: ['not_found', 'forbidden', 'limit_reached'],
  }),
  leave: operation({
    ...write,
    method: 'DELETE',
    path: '/communities/{communityId}/membership',
    summary: 'Leave; the owner has to hand over first',
    status: 204,
    params: CommunityParams,
    errors: ['not_found', 'last_owner'],
  }),
  transferOwnership: operation({
    ...write,
    method: 'POST',
    path: '/communities/{communityId}/owner',
    summary: 'Hand the community over to another member',
    status: 204,
    params: CommunityParams,
    body: z.strictObject({ userId: UserId }),
    errors: ['not_found', 'owner_required'],
  }),
  members: operation({
    ...read,
    method: 'GET',
    path: '/communities/{communityId}/members',
    summary: 'Members, oldest first',
    params: CommunityParams,
    query: PageQuery,
    response: page(Member),
    errors: ['not_found', 'cursor_invalid', 'cursor_mismatch'],
  }),
  updateMember: operation({
    ...write,
    method: 'PATCH',
    path: '/communities/{communityId}/members/{userId}',
    summary: 'Nickname or time-out of a member',
    status: 200,
    params: MemberParams,
    body: z.strictObject({
      nickname: text(limits.displayName).nullable().optional(),
      timedOutUntil: z.iso.datetime({ precision: 3 }).nullable().optional(),
    }),
    response: Member,
    errors: ['not_found', 'forbidden', 'hierarchy'],
  }),
  kick: operation({
    ...write,
    method: 'DELETE',
    path: '/communities/{communityId}/members/{userId}',
    summary: 'Remove a member, who may come back',
    status: 204,
    params: MemberParams,
    errors: ['not_found', 'forbidden', 'hierarchy', 'invalid_input'],
  }),
  ban: operation({
    ...write,
    method: 'PUT',
    path: '/communities/{communityId}/bans/{userId}',
    summary: 'Ban a person, member or not',
    status: 204,
    params: MemberParams,
    body: z.strictObject({
      reason: optionalText(500).default(''),
      expiresAt: z.iso.datetime({ precision: 3 }).nullable().default(null),
    }),
    errors: ['not_found', 'forbidden', 'hierarchy', 'invalid_input'],
  }),
  unban: operation({
    ...write,
    method: 'DELETE',
    path: '/communities/{communityId}/bans/{userId}',
    summary: 'Lift a ban',
    status: 204,
    params: MemberParams,
    errors: ['not_found', 'forbidden'],
  }),
};

export const roles = {
  list: operation({
    ...read,
    method: 'GET',
    path: '/communities/{communityId}/roles',
    summary: 'All roles, highest first',
    params: CommunityParams,
    response: z.object({ items: z.array(Role).max(limits.rolesPerCommunity) }),
    errors: ['not_found'],
  }),
  create: operation({
    ...write,
    method: 'POST',
    path: '/communities/{communityId}/roles',
    summary: 'Create a role just above @everyone',
    status: 201,
    params: CommunityParams,
    body: z.strictObject({ name: text(limits.roleName), permissions: PermissionSet.default('0') }),
    response: Role,
    errors: ['not_found', 'forbidden', 'hierarchy', 'limit_reached', 'idempotency_conflict'],
  }),
  update: operation({
    ...write,
    method: 'PATCH',
    path: '/communities/{communityId}/roles/{roleId}',
    summary: 'Change name, permissions or position of a role',
    status: 200,
    params: RoleParams,
    query: goOn,
    body: z.strictObject({
      name: text(limits.roleName).optional(),
      permissions: PermissionSet.optional(),
      position: z.int().min(1).max(limits.rolesPerCommunity).optional(),
    }),
    response: Role,
    errors: ['not_found', 'forbidden', 'hierarchy', 'would_lock_out'],
  }),
  delete: operation({
    ...write,
    method: 'DELETE',
    path: '/communities/{communityId}/roles/{roleId}',
    summary: 'Delete a role',
    status: 204,
    params: RoleParams,
    query: goOn,
    errors: ['not_found', 'forbidden', 'hierarchy', 'would_lock_out', 'invalid_input'],
  }),
  give: operation({
    ...write,
    method: 'PUT',
    path: '/communities/{communityId}/members/{userId}/roles/{roleId}',
    summary: 'Give a role to a member',
    status: 204,
    params: MemberParams.extend({ roleId: RoleId }),
    errors: ['not_found', 'forbidden', 'hierarchy', 'invalid_input'],
  }),
  take: operation({
    ...write,
    method: 'DELETE',
    path: '/communities/{communityId}/members/{userId}/roles/{roleId}',
    summary: 'Take a role from a member',
    status: 204,
    params: MemberParams.extend({ roleId: RoleId }),
    query: goOn,
    errors: ['not_found', 'forbidden', 'hierarchy', 'would_lock_out', 'invalid_input'],
  }),
};

export const channels = {
  create: operation({
    ...write,
    method: 'POST',
    path: '/communities/{communityId}/channels',
    summary: 'Create a channel',
    status: 201,
    params: CommunityParams,
    body: z.strictObject({
      type: z.enum(['text']),
      name: text(limits.channelName),
      topic: optionalText(limits.channelTopic).default(''),
      slowModeSeconds: z.int().min(0).max(limits.slowModeSeconds).default(0),
    }),
    response: Channel,
    errors: ['not_found', 'forbidden', 'limit_reached', 'idempotency_conflict'],
  }),
  list: operation({
    ...read,
    method: 'GET',
    path: '/communities/{communityId}/channels',
    summary: 'The channels the viewer may view, in their order',
    params: CommunityParams,
    response: z.object({ items: z.array(Channel).max(limits.channelsPerCommunity) }),
    errors: ['not_found'],
  }),
  mine: operation({
    ...read,
    access: 'user',
    scope: 'messages:read',
    method: 'GET',
    path: '/channels/mine',
    summary: 'Direct channels of the viewer, latest message first',
    query: PageQuery,
    response: page(Channel),
    errors: ['cursor_invalid', 'cursor_mismatch'],
  }),
  openDirect: operation({
    ...write,
    scope: 'messages:write',
    method: 'POST',
    path: '/channels/direct',
    summary: 'The one direct channel with a person; made when it is not there yet',
    status: 200,
    body: z.strictObject({ userId: UserId }),
    response: Channel,
    errors: [
      'not_found',
      'invalid_input',
      'not_mutual',
      'not_connected',
      'not_accepting',
      'blocked_or_unavailable',
      'idempotency_conflict',
    ],
  }),
  get: operation({
    ...read,
    method: 'GET',
    path: '/channels/{channelId}',
    summary: 'One channel',
    params: ChannelParams,
    response: Channel,
    errors: ['not_found'],
  }),
  update: operation({
    ...write,
    method: 'PATCH',
    path: '/channels/{channelId}',
    summary: 'Change name, topic, order or slow mode',
    status: 200,
    params: ChannelParams,
    body: z.strictObject({
      name: text(limits.channelName).optional(),
      topic: optionalText(limits.channelTopic).optional(),
      position: z.int().min(0).max(limits.channelsPerCommunity).optional(),
      slowModeSeconds: z.int().min(0).max(limits.slowModeSeconds).optional(),
    }),
    response: Channel,
    errors: ['not_found', 'forbidden'],
  }),
  delete: operation({
    ...write,
    method: 'DELETE',
    path: '/channels/{channelId}',
    summary: 'Delete a channel of a community with its messages',
    status: 204,
    params: ChannelParams,
    errors: ['not_found', 'forbidden'],
  }),
  overwrites: operation({
    ...read,
    access: 'user',
    method: 'GET',
    path: '/channels/{channelId}/overwrites',
    summary: 'The permission overwrites of a channel',
    params: ChannelParams,
    response: z.object({ items: z.array(Overwrite).max(limits.overwritesPerChannel) }),
    errors: ['not_found', 'forbidden'],
  }),
  putOverwrite: operation({
    ...write,
    method: 'PUT',
    path: '/channels/{channelId}/overwrites/{roleOrUserId}',
    summary: 'Allow or deny permissions to a role or a member in this channel',
    status: 200,
    params: ChannelParams.extend({ roleOrUserId: z.uuid({ version: 'v7' }) }),
    query: goOn,
    body: z.strictObject({ allow: PermissionSet, deny: PermissionSet }),
    response: Overwrite,
    errors: ['not_found', 'forbidden', 'hierarchy', 'would_lock_out', 'limit_reached', 'invalid_input'],
  }),
  deleteOverwrite: operation({
    ...write,
    method: 'DELETE',
    path: '/channels/{channelId}/overwrites/{roleOrUserId}',
    summary: 'Take an overwrite away',
    status: 204,
    params: ChannelParams.extend({ roleOrUserId: z.uuid({ version: 'v7' }) }),
    query: goOn,
    errors: ['not_found', 'forbidden', 'hierarchy', 'would_lock_out'],
  }),
  permissions: operation({
    ...read,
    access: 'user',
    method: 'GET',
    path: '/channels/{channelId}/permissions',
    summary: 'The permissions of a person in a channel, and which rule decided each',
    params: ChannelParams,
    query: z.strictObject({ userId: UserId.optional(), explain: QueryFlag.default(false) }),
    response: z.object({
      permissions: PermissionSet,
      explained: z
        .array(z.object({ permission: z.string(), allowed: z.boolean(), rule: permissionVerdictRules }))
        .max(64)
        .nullable(),
    }),
    errors: ['not_found', 'forbidden'],
  }),
};
