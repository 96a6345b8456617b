import { z } from 'zod';
import { event } from '../event.js';
import { CommunityId, RoleId, UserId } from '../scalars.js';
import { Community, Member, Role } from './views.js';

const MemberReference = z.object({ communityId: CommunityId, userId: UserId });

export const communityEvents = {
  'member.joined': event({
    summary: 'A member joined',
    payload: MemberReference,
    replayed: true,
    scope: 'communities:read',
  }),
  'member.left': event({
    summary: 'A member left or was removed',
    payload: MemberReference,
    replayed: true,
    scope: 'communities:read',
  }),
  'member.updated': event({
    summary: 'Roles, nickname or time-out of a member changed',
    payload: Member.extend({ communityId: CommunityId }),
    replayed: true,
    scope: 'communities:read',
  }),
  'role.created': event({
    summary: 'A role is there',
    payload: Role,
    replayed: true,
    scope: 'communities:read',
  }),
  'role.updated': event({
    summary: 'A role changed',
    payload: Role,
    replayed: true,
    scope: 'communities:read',
  }),
  'role.deleted': event({
    summary: 'A role is gone',
    payload: z.object({ id: RoleId, communityId: CommunityId }),
    replayed: true,
    scope: 'communities:read',
  }),
  'community.updated': event({
    summary: 'A community changed',
    payload: Community.omit({ viewer: true }),
    replayed: true,
    scope: 'communities:read',
  }),
  'community.deleted': event({
    summary: 'A community is gone, or the viewer no longer belongs to it',
    payload: z.object({ id: CommunityId }),
    replayed: true,
    scope: 'communities:read',
  }),
};
