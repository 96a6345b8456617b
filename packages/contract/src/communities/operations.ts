import { z } from 'zod';
import { identityLimits } from '../identity/limits.js';
import { operation } from '../operation.js';
import { CommunityId, lineOfText, optionalText, PageQuery, page, UserId } from '../scalars.js';
import { communityLimits } from './limits.js';
import { Community, communityKinds, communityVisibilities, joinPolicies, Member } from './views.js';

const Handle = z
  .string()
  .min(3)
  .max(communityLimits.communityHandle)
  .regex(/^[a-z0-9][a-z0-9-]*[a-z0-9]$/, { error: 'Small letters, digits and - only' });

const CommunityParams = z.strictObject({ communityId: CommunityId });
const MemberParams = CommunityParams.extend({ userId: UserId });
const read = { access: 'anyone', scope: 'communities:read', limit: 'read', status: 200 } as const;
const write = { access: 'user', scope: 'communities:write', limit: 'write' } as const;

export const communities = {
  create: operation({
    ...write,
    method: 'POST',
    path: '/communities',
    summary: 'Create a community; the viewer owns it, and it starts with one text channel',
    status: 201,
    body: z.strictObject({
      kind: z.enum(communityKinds),
      name: lineOfText(communityLimits.communityName),
      handle: Handle.optional(),
      description: optionalText(communityLimits.communityDescription).default(''),
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
      name: lineOfText(communityLimits.communityName).optional(),
      description: optionalText(communityLimits.communityDescription).optional(),
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
      nickname: lineOfText(identityLimits.displayName).nullable().optional(),
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
