import type { NotificationId, NotificationKind, UserId } from '@plaza/contract';
import type { Defaulted } from '../../platform/database/tables.js';

interface NotificationsTable {
  id: NotificationId;
  recipient_id: UserId;
  kind: NotificationKind;
  group_key: string;
  /** Newest first. */
  actor_ids: UserId[];
  count: number;
  /** What it is about, newest first; of which type follows from the kind. */
  subject_ids: Defaulted<string[]>;
  created_at: Date;
  updated_at: Date;
  seen_at: Defaulted<Date | null>;
  read_at: Defaulted<Date | null>;
}

declare module '../../platform/database/tables.js' {
  interface Tables {
    notifications: NotificationsTable;
  }
}
