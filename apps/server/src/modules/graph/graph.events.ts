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
    'follow.deleted': Follow & { wasRequest: boolean };
    'block.created': Block;
    'block.deleted': Block;
  }
}
