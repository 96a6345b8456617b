import { z } from 'zod';
import { UserSummary } from './identity.js';
import { limits } from './limits.js';
import { operation } from './operation.js';
import { goOn } from './roles.js';
import {
  ChannelId,
  CommunityId,
  lineOfText,
  optionalText,
  PageQuery,
  PermissionSet,
  page,
  QueryFlag,
  RoleId,
  Timestamp,
  UserId,
} from './scalars.js';

export const channelTypes = ['text', 'direct'] as const;
export type ChannelType = (typeof channelTypes)[number];

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
const read = { access: 'anyone', scope: 'communities:read', limit: 'read', status: 200 } as const;
const write = { access: 'user', scope: 'communities:write', limit: 'write' } as const;

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
      name: lineOfText(limits.channelName),
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
      name: lineOfText(limits.channelName).optional(),
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
