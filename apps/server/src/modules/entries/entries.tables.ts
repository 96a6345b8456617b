import type { Audience, EntryId, EntryKind, UserId, VoteValue } from '@plaza/contract';
import type { Computed, Defaulted } from '../../platform/database/tables.js';

interface EntriesTable {
  id: EntryId;
  kind: EntryKind;
  author_id: UserId;
  /** Of a root; what is below it has the audience of its root. */
  audience: Audience | null;
  /** Null for the kinds that have none. */
  title: string | null;
  body: string;
  root_id: EntryId;
  parent_id: EntryId | null;
  depth: Defaulted<number>;
  up: Defaulted<number>;
  down: Defaulted<number>;
  score: Computed<number>;
  hot: Computed<number>;
  best: Computed<number>;
  controversial: Computed<number>;
  reply_count: Defaulted<number>;
  descendant_count: Defaulted<number>;
  created_at: Date;
  edited_at: Defaulted<Date | null>;
  deleted_at: Defaulted<Date | null>;
  removed_at: Defaulted<Date | null>;
}

interface RevisionsTable {
  id: string;
  entry_id: EntryId;
  title: string | null;
  body: string;
  replaced_at: Date;
}

interface VotesTable {
  entry_id: EntryId;
  user_id: UserId;
  value: VoteValue;
  voted_at: Date;
}

interface MentionsTable {
  entry_id: EntryId;
  user_id: UserId;
  position: number;
}

declare module '../../platform/database/tables.js' {
  interface Tables {
    entries: EntriesTable;
    revisions: RevisionsTable;
    votes: VotesTable;
    mentions: MentionsTable;
  }
}
