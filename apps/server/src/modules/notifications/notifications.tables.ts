import type { NotificationType } from '@plaza/contract';
import type { Defaulted } from '../../platform/database/tables.js';

interface NotificationsTable {
  id: string;
  recipient_id: string;
  type: NotificationType;
  group_key: string;
  actor_ids: string[];
  count: number;
  /** The newest of those it tells of. */
  entry_id: string | null;
  /** Those before, newest first. */
  earlier_entry_ids: Defaulted<string[]>;
  channel_id: string | null;
  reason: string | null;
  created_at: Date;
  updated_at: Date;
  seen_at: Date | null;
  read_at: Date | null;
}

declare module '../../platform/database/tables.js' {
  interface Tables {
    notifications: NotificationsTable;
  }
}
