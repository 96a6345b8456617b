import type { Profile, UserId } from '@plaza/contract';
import type { UserRecord } from '../../identity/index.js';
import { mayWriteDirect } from '../direct-messages.policy.js';
import { isBlockedEitherWay, type Relation } from '../relation.js';

/** Whether the viewer may see who follows this account, whom it follows, and how many they are. */
export function mayListFollows(user: UserRecord, relation: Relation, viewerId: UserId | null): boolean {
  if (user.id === viewerId) return true;
  if (isBlockedEitherWay(relation)) return false;
  return !user.isPrivate || relation.follow === 'following';
}

/** The viewer's relation to this account and what they may do with it; a blocked viewer learns no more than a stranger. */
export function viewerPart(user: UserRecord, relation: Relation, viewerId: UserId | null): Profile['viewer'] {
  const isSelf = user.id === viewerId;
  const isOther = viewerId !== null && !isSelf;
  const isWalled = isBlockedEitherWay(relation);
  return {
    isSelf,
    follow: isWalled ? 'none' : relation.follow,
    followsViewer: !isWalled && relation.followsViewer,
    blocking: relation.blocking,
    can: {
      follow: isOther && !isWalled,
      message: isOther && mayWriteDirect(relation, user.directMessages).allowed,
      block: isOther,
      edit: isSelf,
    },
  };
}
