import type { Computed } from '../database/tables.js';

interface EventsTable {
  id: string;
  xid: Computed<string>;
  name: string;
  topics: string[];
  subject: unknown;
  actor_id: string | null;
  at: Date;
}

interface EventCursorsTable {
  consumer: string;
  xid: string;
  event_id: string;
  leased_by: string | null;
  leased_until: Date | null;
  moved_at: Date;
}

interface DeadEventsTable {
  consumer: string;
  event_id: string;
  name: string;
  subject: unknown;
  error: string;
  attempts: number;
  at: Date;
}

declare module '../database/tables.js' {
  interface Tables {
    events: EventsTable;
    event_cursors: EventCursorsTable;
    dead_events: DeadEventsTable;
  }
}
