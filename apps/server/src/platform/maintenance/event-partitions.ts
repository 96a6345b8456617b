import { sql } from 'kysely';
import type { Database, Tx } from '../database/database.js';

const DAY_MS = 86_400_000;
const DAYS_AHEAD = 3;
const DAYS_KEPT = 7;
const PARTITION_LOCK = 7_052_904_714;
/** What waits for a table lock makes everybody else wait behind it: rather try again later. */
const LOCK_TIMEOUT = '1s';
const BATCH = 1_000;

/**
 * Makes the partitions of the event log for today (UTC) and the three days to come, where they are missing. What the default
 * partition caught in the meantime moves to where it belongs.
 */
export async function makeEventPartitions(database: Database, now: Date): Promise<void> {
  const present = new Set(await partitionDays(database));
  const today = startOfDay(now);
  for (let ahead = 0; ahead <= DAYS_AHEAD; ahead += 1) {
    const day = today + ahead * DAY_MS;
    if (!present.has(day)) await database.transaction((tx) => makePartition(tx, day));
  }
}

/** Drops the partitions that ended more than seven days ago, and what is as old in the default partition. */
export async function dropOldEvents(database: Database, now: Date, signal: AbortSignal): Promise<void> {
  const oldestKept = startOfDay(now) - DAYS_KEPT * DAY_MS;
  for (const day of await partitionDays(database)) {
    if (day < oldestKept) await database.transaction((tx) => dropPartition(tx, day));
  }
  while (!signal.aborted && (await deleteStrays(database, oldestKept)) === BATCH);
}

/** The days that have a partition, by their first millisecond. */
async function partitionDays(database: Database): Promise<number[]> {
  const { rows } = await sql<{ name: string }>`
    select partition.relname as name
    from pg_inherits
    join pg_class as partition on partition.oid = pg_inherits.inhrelid
    where pg_inherits.inhparent = 'events'::regclass and partition.relname ~ '^events_[0-9]{8}$'
    order by partition.relname
  `.execute(database.read);
  return rows.map(({ name }) => Date.parse(name.replace(/^events_(\d{4})(\d\d)(\d\d)$/, '$1-$2-$3')));
}

async function makePartition(tx: Tx, day: number): Promise<void> {
  await lockPartitions(tx);
  const name = partitionName(day);
  const { rows } = await sql`select 1 where to_regclass(${name}) is null`.execute(tx);
  if (rows.length === 0) return;
  const partition = sql.table(name);
  const [from, to] = [instant(day), instant(day + DAY_MS)];
  await sql`create table ${partition} (like events including all)`.execute(tx);
  await sql`lock table events_default in access exclusive mode`.execute(tx);
  await sql`
    with caught as (
      delete from events_default
      where at >= ${from} and at < ${to}
      returning id, xid, name, topics, subject, actor_id, at
    )
    insert into ${partition} (id, xid, name, topics, subject, actor_id, at)
    select id, xid, name, topics, subject, actor_id, at
    from caught
  `.execute(tx);
  await sql`
    alter table events attach partition ${partition} for values from (${sql.lit(from)}) to (${sql.lit(to)})
  `.execute(tx);
}

async function dropPartition(tx: Tx, day: number): Promise<void> {
  await lockPartitions(tx);
  await sql`drop table if exists ${sql.table(partitionName(day))}`.execute(tx);
}

async function deleteStrays(database: Database, before: number): Promise<number> {
  const { numAffectedRows } = await database.transaction((tx) =>
    sql`
    delete from events_default
    where ctid in (
      select ctid
      from events_default
      where at < ${instant(before)}
      limit ${BATCH}
    )
  `.execute(tx),
  );
  return Number(numAffectedRows ?? 0);
}

/** One process at a time, and no long wait for those who read or write. */
async function lockPartitions(tx: Tx): Promise<void> {
  await sql`select set_config('lock_timeout', ${LOCK_TIMEOUT}, true)`.execute(tx);
  await sql`select pg_advisory_xact_lock(${sql.lit(PARTITION_LOCK)})`.execute(tx);
}

function startOfDay(moment: Date): number {
  return Math.floor(moment.getTime() / DAY_MS) * DAY_MS;
}

function partitionName(day: number): string {
  return `events_${instant(day).slice(0, 10).replaceAll('-', '')}`;
}

function instant(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
