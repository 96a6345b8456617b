import { Injectable } from '@nestjs/common';
import type { EntryCounters, EntryId, VoteValue } from '@plaza/contract';
import { sql } from 'kysely';
import { Clock } from '../../../platform/clock/clock.js';
import { Database, type Tx } from '../../../platform/database/database.js';
import { EventLog } from '../../../platform/events/event-log.js';
import type { SignedInViewer } from '../../../platform/http/viewer.js';
import { ProblemError } from '../../../platform/problems/problem-error.js';
import { Audience } from '../audience/audience.js';
import { visibleEntries } from '../audience/audience.sql.js';
import { entryCounted, referenceOf } from '../entries.events.js';
import { assertAllowed, voteDenial } from '../entries.policy.js';
import type { EntryRow } from '../entries.sql.js';
import { countersOf } from '../entries.views.js';

type VotedRow = Pick<
  EntryRow,
  | 'id'
  | 'kind'
  | 'author_id'
  | 'root_id'
  | 'parent_id'
  | 'depth'
  | 'up'
  | 'down'
  | 'reply_count'
  | 'descendant_count'
>;

const votedColumns = sql`
  e.id, e.kind, e.author_id, e.root_id, e.parent_id, e.depth, e.up, e.down, e.reply_count, e.descendant_count
`;

@Injectable()
export class VotesService {
  constructor(
    private readonly database: Database,
    private readonly events: EventLog,
    private readonly clock: Clock,
    private readonly audience: Audience,
  ) {}

  /**
   * Sets or clears the viewer's vote; the same value again changes nothing and leaves no event. Always the vote row before the
   * entry's, so that no two writers wait for each other. Errors: `not_found`, `own_entry`.
   */
  async vote(viewer: SignedInViewer, entryId: EntryId, value: VoteValue) {
    const counters = await this.database.transaction(async (tx) => {
      const entry = await this.votable(tx, viewer, entryId);
      const before = await this.exchange(tx, viewer, entryId, value);
      if (before === value) return countersOf(entry);
      await this.events.append(tx, entryCounted(referenceOf(entry), viewer.userId));
      return this.count(tx, entryId, { before, value });
    });
    return { counters, viewer: { vote: value } };
  }

  /** Keeps the entry from being erased until the transaction ends, but lets others vote and comment. */
  private async votable(tx: Tx, viewer: SignedInViewer, entryId: EntryId): Promise<VotedRow> {
    const { rows } = await sql<VotedRow>`
      select ${votedColumns}
      from entries as e
      where e.id = ${entryId} and ${visibleEntries(this.audience.viewContext(viewer.userId), 'e')}
      for key share of e
    `.execute(tx);
    const entry = rows[0];
    if (!entry) throw new ProblemError('not_found');
    assertAllowed(voteDenial(viewer.userId, entry));
    return entry;
  }

  /** Locks the vote row, writes the new value, and gives the old one. */
  private async exchange(
    tx: Tx,
    viewer: SignedInViewer,
    entryId: EntryId,
    value: VoteValue,
  ): Promise<VoteValue> {
    if (value !== 0) {
      await tx
        .insertInto('votes')
        .values({ entry_id: entryId, user_id: viewer.userId, value: 0, voted_at: this.clock.now() })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    }
    const { rows } = await sql<{ value: VoteValue }>`
      with ballot as (
        select v.value
        from votes as v
        where v.entry_id = ${entryId} and v.user_id = ${viewer.userId}
        for update
      ),
      changed as (
        update votes as v
        set value = ${value}, voted_at = ${this.clock.now()}
        from ballot
        where v.entry_id = ${entryId} and v.user_id = ${viewer.userId} and ballot.value <> ${value}
      )
      select ballot.value from ballot
    `.execute(tx);
    return rows[0]?.value ?? 0;
  }

  /** The rankings follow by themselves: they are generated columns. */
  private async count(
    tx: Tx,
    entryId: EntryId,
    { before, value }: { before: VoteValue; value: VoteValue },
  ): Promise<EntryCounters> {
    const up = Number(value === 1) - Number(before === 1);
    const down = Number(value === -1) - Number(before === -1);
    const { rows } = await sql<VotedRow>`
      update entries as e
      set up = e.up + ${up}::int, down = e.down + ${down}::int
      where e.id = ${entryId} and e.deleted_at is null and e.removed_at is null
      returning ${votedColumns}
    `.execute(tx);
    const entry = rows[0];
    if (!entry) throw new ProblemError('not_found');
    return countersOf(entry);
  }
}
