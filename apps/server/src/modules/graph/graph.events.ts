import type { UserId } from '@plaza/contract';

interface Follow {
  followerId: UserId;
  followeeId: UserId;
}

interface Block {
  blockerId: UserId;
  blockedId: UserId;
}

declare module '../../platform/events/domain-events.js' {
  /** Topics of all: `user:<id>` of both. */
  interface DomainEvents {
    'follow.requested': Follow;
    'follow.created': Follow & { wasRequested: boolean };
    /** `since` is when it was made, RFC 3339. */
    'follow.deleted': Follow & { wasRequest: boolean; since: string };
    'block.created': Block;
    'block.deleted': Block;
  }
}
