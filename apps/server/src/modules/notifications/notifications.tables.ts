import type { NotificationType } from '@plaza/contract';

interface NotificationsTable {
  id: string;
  recipient_id: string;
  type: NotificationType;
  group_key: string;
  actor_ids: string[];
  count: number;
  entry_id: string | null;
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
