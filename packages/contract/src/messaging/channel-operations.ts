import { z } from 'zod';
import { LockOutQuery } from '../communities/role-operations.js';
import { operation } from '../operation.js';
import {
  ChannelId,
  CommunityId,
  lineOfText,
  optionalText,
  PageQuery,
  PermissionSet,
  page,
  QueryFlag,
  UserId,
} from '../scalars.js';
import { messagingLimits } from './limits.js';
import { Channel, communityChannelTypes, Overwrite } from './views.js';

const PermissionRule = z.string().max(80).meta({
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
      type: z.enum(communityChannelTypes),
      name: lineOfText(messagingLimits.channelName),
      topic: optionalText(messagingLimits.channelTopic).default(''),
      slowModeSeconds: z.int().min(0).max(messagingLimits.slowModeSeconds).default(0),
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
    response: z.object({ items: z.array(Channel).max(messagingLimits.channelsPerCommunity) }),
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
      name: lineOfText(messagingLimits.channelName).optional(),
      topic: optionalText(messagingLimits.channelTopic).optional(),
      position: z.int().min(0).max(messagingLimits.channelsPerCommunity).optional(),
      slowModeSeconds: z.int().min(0).max(messagingLimits.slowModeSeconds).optional(),
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
    response: z.object({ items: z.array(Overwrite).max(messagingLimits.overwritesPerChannel) }),
    errors: ['not_found', 'forbidden'],
  }),
  putOverwrite: operation({
    ...write,
    method: 'PUT',
    path: '/channels/{channelId}/overwrites/{roleOrUserId}',
    summary: 'Allow or deny permissions to a role or a member in this channel',
    status: 200,
    params: ChannelParams.extend({ roleOrUserId: z.uuid({ version: 'v7' }) }),
    query: LockOutQuery,
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
    query: LockOutQuery,
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
        .array(z.object({ permission: z.string(), allowed: z.boolean(), rule: PermissionRule }))
        .max(64)
        .nullable(),
    }),
    errors: ['not_found', 'forbidden'],
  }),
};
