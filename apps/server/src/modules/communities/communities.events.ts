import type { CommunityId, RoleId, UserId } from '@plaza/contract';
import { userTopic } from '../../platform/realtime/realtime.js';
import { presenceTopic } from '../identity/index.js';

interface CommunityRole {
  communityId: CommunityId;
  roleId: RoleId;
}

interface CommunityMember {
  communityId: CommunityId;
  userId: UserId;
}

declare module '../../platform/events/domain-events.js' {
  /** Topics of all: `community:<id>`; of those about a member also `user:<id>`. */
  interface DomainEvents {
    'community.created': { communityId: CommunityId; ownerId: UserId };
    'community.updated': { communityId: CommunityId };
    'community.deleted': { communityId: CommunityId };
    'member.joined': CommunityMember;
    /** Also has `user:<id>:presence`: those who watch the person may lose the right. */
    'member.left': CommunityMember & { reason: 'left' | 'kicked' | 'banned' };
    'member.updated': CommunityMember;
    'role.created': CommunityRole;
    'role.updated': CommunityRole & { permissionsChanged: boolean };
    'role.deleted': CommunityRole;
  }
}

export const communityTopic = (communityId: CommunityId) => `community:${communityId}`;

/** The topics of an event of a community that may be about some of its members. */
export function communityTopics(communityId: CommunityId, ...about: UserId[]): string[] {
  return [communityTopic(communityId), ...about.map(userTopic)];
}

/** Who leaves may also be watched no longer by those who stay. */
export function memberLeftTopics(communityId: CommunityId, userId: UserId): string[] {
  return [...communityTopics(communityId, userId), presenceTopic(userId)];
}
