import type { UserId } from '@plaza/contract';

interface FollowsTable {
  follower_id: UserId;
  followee_id: UserId;
  state: 'requested' | 'following';
  created_at: Date;
}

interface BlocksTable {
  blocker_id: UserId;
  blocked_id: UserId;
  created_at: Date;
}

declare module '../../platform/database/tables.js' {
  interface Tables {
    follows: FollowsTable;
    blocks: BlocksTable;
  }
}
