import { z } from 'zod';
import { operation } from '../operation.js';
import { CommunityId, lineOfText, PermissionSet, QueryFlag, RoleId, UserId } from '../scalars.js';
import { communityLimits } from './limits.js';
import { Role } from './views.js';

/** For changes that may take rights from whoever makes them. */
export const LockOutQuery = z.strictObject({
  confirm: QueryFlag.default(false).meta({ description: 'Go on although it locks the viewer out' }),
});

const CommunityParams = z.strictObject({ communityId: CommunityId });
const RoleParams = CommunityParams.extend({ roleId: RoleId });
const MemberRoleParams = CommunityParams.extend({ userId: UserId, roleId: RoleId });
const read = { access: 'anyone', scope: 'communities:read', limit: 'read', status: 200 } as const;
const write = { access: 'user', scope: 'communities:write', limit: 'write' } as const;

export const roles = {
  list: operation({
    ...read,
    method: 'GET',
    path: '/communities/{communityId}/roles',
    summary: 'All roles, highest first',
    params: CommunityParams,
    response: z.object({ items: z.array(Role).max(communityLimits.rolesPerCommunity) }),
    errors: ['not_found'],
  }),
  create: operation({
    ...write,
    method: 'POST',
    path: '/communities/{communityId}/roles',
    summary: 'Create a role just above @everyone',
    status: 201,
    params: CommunityParams,
    body: z.strictObject({
      name: lineOfText(communityLimits.roleName),
      permissions: PermissionSet.default('0'),
    }),
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
    query: LockOutQuery,
    body: z.strictObject({
      name: lineOfText(communityLimits.roleName).optional(),
      permissions: PermissionSet.optional(),
      position: z.int().min(1).max(communityLimits.rolesPerCommunity).optional(),
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
    query: LockOutQuery,
    errors: ['not_found', 'forbidden', 'hierarchy', 'would_lock_out', 'invalid_input'],
  }),
  give: operation({
    ...write,
    method: 'PUT',
    path: '/communities/{communityId}/members/{userId}/roles/{roleId}',
    summary: 'Give a role to a member',
    status: 204,
    params: MemberRoleParams,
    errors: ['not_found', 'forbidden', 'hierarchy', 'invalid_input'],
  }),
  take: operation({
    ...write,
    method: 'DELETE',
    path: '/communities/{communityId}/members/{userId}/roles/{roleId}',
    summary: 'Take a role from a member',
    status: 204,
    params: MemberRoleParams,
    query: LockOutQuery,
    errors: ['not_found', 'forbidden', 'hierarchy', 'would_lock_out', 'invalid_input'],
  }),
};
