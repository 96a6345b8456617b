import type { PresenceChoice, UserId } from '@plaza/contract';
import type { Defaulted } from '../../platform/database/tables.js';

interface PresenceTable {
  user_id: UserId;
  choice: Defaulted<PresenceChoice>;
  last_seen_at: Date | null;
}

declare module '../../platform/database/tables.js' {
  interface Tables {
    presence: PresenceTable;
  }
}
