import type { DirectMessageSetting } from '../identity/index.js';
import { isBlockedEitherWay, type Relation } from './relation.js';

export type DirectRefusal = 'not_mutual' | 'not_connected' | 'not_accepting' | 'blocked_or_unavailable';
export type DirectVerdict = { allowed: true } | { allowed: false; code: DirectRefusal };

const yes: DirectVerdict = { allowed: true };
const no = (code: DirectRefusal): DirectVerdict => ({ allowed: false, code });

/**
 * Whether a sender may write to a receiver directly, and if not, why: by the receiver's setting, and never across a block.
 * `relation` is seen from the sender. Nobody is connected yet.
 */
export function mayWriteDirect(relation: Relation, receiversSetting: DirectMessageSetting): DirectVerdict {
  if (isBlockedEitherWay(relation)) return no('blocked_or_unavailable');
  const isFollower = relation.follow === 'following';
  const isMutual = isFollower && relation.followsViewer;
  switch (receiversSetting) {
    case 'everyone':
      return yes;
    case 'followers':
      return isFollower ? yes : no('not_accepting');
    case 'mutuals':
    case 'mutuals-or-connections':
      return isMutual ? yes : no('not_mutual');
    case 'connections':
      return no('not_connected');
    case 'nobody':
      return no('not_accepting');
  }
}
