import type { UserId } from '@plaza/contract';
import type { DirectVerdict } from '../../graph/index.js';
import type { WriteContext } from '../messaging.policy.js';
import type { ChannelRow } from './channels.queries.js';

type Pair = Pick<ChannelRow, 'lower_user_id' | 'higher_user_id'>;

/** The other person of a direct channel. */
export function peerOf({ lower_user_id, higher_user_id }: Pair, userId: UserId | null): UserId | null {
  return userId === lower_user_id ? higher_user_id : lower_user_id;
}

/** What decides about writing; in a direct channel that is the verdict on the two people. */
export function writeContextOf(
  { type, permissions }: Pick<ChannelRow, 'type' | 'permissions'>,
  verdict: DirectVerdict | null | undefined,
): WriteContext {
  if (type === 'text') return { type, permissions };
  return { type, verdict: verdict ?? { allowed: false, code: 'blocked_or_unavailable' } };
}
