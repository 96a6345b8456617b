import type { SessionId, UserId } from '@plaza/contract';
import { userTopic } from '../../platform/realtime/realtime.js';

/** Why sessions ended; sent to their sockets. */
export const revocationReasons = [
  'signed_out',
  'revoked',
  'password_changed',
  'password_reset',
  'email_change_undone',
  'token_reused',
] as const;
export type RevocationReason = (typeof revocationReasons)[number];

declare module '../../platform/events/domain-events.js' {
  interface DomainEvents {
    /** Topics: `user:<id>`. */
    'user.registered': { userId: UserId };
    /** Topics: `user:<id>` and `user:<id>:presence`. */
    'user.updated': { userId: UserId };
    /** Others may write to the person directly than before. Topics: `user:<id>`. */
    'user.direct_messages_set': { userId: UserId };
    /** Topics: `user:<id>`. */
    'session.revoked': { userId: UserId; sessionIds: SessionId[]; reason: RevocationReason };
    /** Nobody, where the address belongs to no account: the answer took as long. No topics. */
    'password.reset_requested': { userId: UserId | null };
  }
}

/** For those who watch whether a person is there. */
export const presenceTopic = (userId: UserId) => `${userTopic(userId)}:presence`;
