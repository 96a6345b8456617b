import type { EntryId, EntryKind, UserId } from '@plaza/contract';

interface EntryReference {
  entryId: EntryId;
  kind: EntryKind;
  rootId: EntryId;
  parentId: EntryId | null;
  authorId: UserId;
}

declare module '../../platform/events/domain-events.js' {
  /** Topics of all: `entry:<rootId>`; of those about a post also `feed:home` and `feed:public`. */
  interface DomainEvents {
    'entry.created': EntryReference;
    'entry.updated': EntryReference & { audienceChanged: boolean };
    'entry.deleted': EntryReference;
    'entry.counters': EntryReference;
  }
}
