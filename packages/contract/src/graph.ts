import { z } from 'zod';
import { followStates, UserSummary } from './identity.js';
import { operation } from './operation.js';
import { PageQuery, page, Timestamp, UserId } from './scalars.js';

const UserParams = z.strictObject({ userId: UserId });

const FollowState = z.object({ follow: z.enum(followStates) }).meta({ id: 'FollowState' });

export const FollowEdge = z
  .object({ user: UserSummary, since: Timestamp, viewer: z.object({ follow: z.enum(followStates) }) })
  .meta({ id: 'FollowEdge' });
export type FollowEdge = z.infer<typeof FollowEdge>;

const pagedUsers = {
  access: 'anyone',
  scope: 'graph:read',
  limit: 'read',
  status: 200,
  params: UserParams,
  query: PageQuery,
  response: page(FollowEdge),
  errors: ['not_found', 'cursor_invalid', 'cursor_mismatch'],
} as const;

export const graph = {
  follow: operation({
    method: 'PUT',
    path: '/users/{userId}/follow',
    summary: 'Follow; a private account turns it into a request',
    access: 'user',
    scope: 'graph:write',
    limit: 'graph',
    status: 200,
    params: UserParams,
    response: FollowState,
    errors: ['not_found', 'invalid_input', 'limit_reached'],
  }),
  unfollow: operation({
    method: 'DELETE',
    path: '/users/{userId}/follow',
    summary: 'Stop following, or take the request back',
    access: 'user',
    scope: 'graph:write',
    limit: 'graph',
    status: 204,
    params: UserParams,
    errors: ['not_found'],
  }),
  followers: operation({
    method: 'GET',
    path: '/users/{userId}/followers',
    summary: 'Who follows this account, newest first',
    ...pagedUsers,
  }),
  following: operation({
    method: 'GET',
    path: '/users/{userId}/following',
    summary: 'Whom this account follows, newest first',
    ...pagedUsers,
  }),
  followRequests: operation({
    method: 'GET',
    path: '/follow-requests',
    summary: 'Who asks to follow the viewer, newest first',
    access: 'user',
    scope: 'graph:read',
    limit: 'read',
    status: 200,
    query: PageQuery,
    response: page(FollowEdge),
    errors: ['cursor_invalid', 'cursor_mismatch'],
  }),
  acceptFollowRequest: operation({
    method: 'POST',
    path: '/follow-requests/{userId}/accept',
    summary: 'Let this person follow',
    access: 'user',
    scope: 'graph:write',
    limit: 'graph',
    status: 204,
    params: UserParams,
    errors: ['not_found'],
  }),
  rejectFollowRequest: operation({
    method: 'POST',
    path: '/follow-requests/{userId}/reject',
    summary: 'Refuse the request; the person is not told',
    access: 'user',
    scope: 'graph:write',
    limit: 'graph',
    status: 204,
    params: UserParams,
    errors: ['not_found'],
  }),
  block: operation({
    method: 'PUT',
    path: '/users/{userId}/block',
    summary: 'A wall both ways; follows in both directions end',
    access: 'user',
    scope: 'graph:write',
    limit: 'graph',
    status: 204,
    params: UserParams,
    errors: ['not_found', 'invalid_input', 'limit_reached'],
  }),
  unblock: operation({
    method: 'DELETE',
    path: '/users/{userId}/block',
    summary: 'Take the wall down; follows do not come back',
    access: 'user',
    scope: 'graph:write',
    limit: 'graph',
    status: 204,
    params: UserParams,
    errors: ['not_found'],
  }),
  blocks: operation({
    method: 'GET',
    path: '/blocks',
    summary: 'Whom the viewer blocks, newest first',
    access: 'user',
    scope: 'graph:read',
    limit: 'read',
    status: 200,
    query: PageQuery,
    response: page(z.object({ user: UserSummary, since: Timestamp })),
    errors: ['cursor_invalid', 'cursor_mismatch'],
  }),
};
