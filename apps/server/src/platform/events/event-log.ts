import { setImmediate as nextTurn } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Clock } from '../clock/clock.js';
import { Database, type Tx } from '../database/database.js';
import { Ids } from '../ids/ids.js';
import type { LoggedEvent, LogPosition, NewEvent } from './domain-events.js';
import { EventWaker } from './event-waker.js';
import './events.tables.js';

const HIGHEST_ID = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

interface Batch {
  readonly events: readonly LoggedEvent[];
  /** More is committed behind a transaction that still runs: look again soon. */
  unsettled: boolean;
}

/** The one log that everything reads which merely follows from a change. */
@Injectable()
export class EventLog {
  private readonly asked = new Map<string, Promise<Batch>>();

  constructor(
    private readonly database: Database,
    private readonly ids: Ids,
    private readonly clock: Clock,
    private readonly waker: EventWaker,
  ) {}

  /** Appends in the writer's transaction; readers are woken once it has committed. */
  async append(tx: Tx, ...events: NewEvent[]): Promise<void> {
    if (events.length === 0) return;
    const at = this.clock.now();
    await tx
      .insertInto('events')
      .values(
        events.map((event) => ({
          id: this.ids.next(),
          name: event.name,
          topics: event.topics,
          subject: JSON.stringify(event.subject),
          actor_id: event.actorId ?? null,
          at,
        })),
      )
      .execute();
    this.database.afterCommit(() => this.waker.wake());
  }

  /**
   * The next events after `position`, oldest first, at most `limit`. Only what is older than every running transaction is
   * settled: a cursor that moves over these can never have a gap appear behind it. Readers who are woken together and stand
   * at one place share one look.
   */
  async after(position: LogPosition, limit: number): Promise<Batch> {
    const key = `${position.xid} ${position.id} ${limit}`;
    const shared = this.asked.get(key);
    if (shared) return shared;
    const reading = nextTurn().then(() => {
      // Whoever asks from here on may know of a later commit.
      this.asked.delete(key);
      return this.read(position, limit);
    });
    this.asked.set(key, reading);
    return reading;
  }

  /**
   * The settled events of these topics from one position to another, both included, oldest first; undefined when there are
   * more than `limits.events` of them, or more than `limits.scanned` of any. None is older than `since`.
   */
  async between(
    from: LogPosition,
    to: LogPosition,
    topics: string[],
    since: Date,
    limits: { events: number; scanned: number },
  ): Promise<LoggedEvent[] | undefined> {
    const { rows } = await sql<{ scanned: number } & (EventRow | { id: null })>`
      with scanned as materialized (
        select id, xid, name, topics, subject, actor_id, at
        from events
        where (xid, id) >= (${from.xid}::xid8, ${from.id}::uuid)
          and (xid, id) <= (${to.xid}::xid8, ${to.id}::uuid)
          and at >= ${since}
        order by xid, id
        limit ${limits.scanned + 1}
      ), matching as (
        select id, xid, name, topics, subject, actor_id, at
        from scanned
        where exists (select from unnest(scanned.topics) as topic where topic = any(${topics}::text[]))
        limit ${limits.events + 1}
      )
      select
        total.scanned,
        matching.id,
        matching.xid::text as xid,
        matching.name,
        matching.topics,
        matching.subject,
        matching.actor_id,
        matching.at
      from (select count(*)::int as scanned from scanned) as total
      left join matching on true
      order by matching.xid, matching.id
    `.execute(this.database.read);
    const events = rows.filter((row) => row.id !== null);
    const isTooMuch = events.length > limits.events || (rows[0]?.scanned ?? 0) > limits.scanned;
    return isTooMuch ? undefined : events.map(toEvent);
  }

  /** The position behind everything that is settled now. */
  async end(): Promise<LogPosition> {
    const { rows } = await sql<{ xid: string }>`
      select (pg_snapshot_xmin(pg_current_snapshot())::text::numeric - 1)::text as xid
    `.execute(this.database.read);
    return { xid: rows[0]?.xid ?? '0', id: HIGHEST_ID };
  }

  private async read(position: LogPosition, limit: number): Promise<Batch> {
    // Ordered by the column: `xid` alone would mean the text that is given back, in which 10 comes before 9.
    const { rows } = await sql<EventRow>`
      select
        id,
        xid::text as xid,
        name,
        topics,
        subject,
        actor_id,
        at,
        xid < pg_snapshot_xmin(pg_current_snapshot()) as settled
      from events
      where (xid, id) > (${position.xid}::xid8, ${position.id}::uuid)
      order by events.xid, events.id
      limit ${limit}
    `.execute(this.database.read);
    const firstUnsettled = rows.findIndex((row) => !row.settled);
    const settled = firstUnsettled === -1 ? rows : rows.slice(0, firstUnsettled);
    return { events: settled.map(toEvent), unsettled: firstUnsettled !== -1 };
  }
}

interface EventRow {
  id: string;
  xid: string;
  name: string;
  topics: string[];
  subject: unknown;
  actor_id: string | null;
  at: Date;
  settled: boolean;
}

function toEvent(row: EventRow): LoggedEvent {
  return {
    position: { xid: row.xid, id: row.id },
    name: row.name,
    subject: row.subject,
    topics: row.topics,
    actorId: row.actor_id,
    at: row.at,
  } as LoggedEvent;
}
