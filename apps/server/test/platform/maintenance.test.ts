import { sql } from 'kysely';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { expireIdempotencyKeys } from '../../src/platform/http/idempotency.js';
import { dropOldEvents, makeEventPartitions } from '../../src/platform/maintenance/event-partitions.js';
import { openTestPlatform, type TestPlatform } from '../support/test-platform.js';

const noon = new Date('2026-03-01T12:00:00Z');
const neverAborted = new AbortController().signal;

function daysFrom(moment: Date, days: number): Date {
  return new Date(moment.getTime() + days * 86_400_000);
}

describe('The maintenance of the platform', () => {
  let context: TestPlatform;

  beforeAll(async () => {
    context = await openTestPlatform();
  });

  beforeEach(async () => {
    for (const name of await partitions())
      await context.database.transaction((tx) => sql`drop table ${sql.table(name)}`.execute(tx));
    await context.database.transaction((tx) => sql`truncate events, idempotency_keys`.execute(tx));
  });

  async function partitions(): Promise<string[]> {
    const { rows } = await sql<{ name: string }>`
      select inhrelid::regclass::text as name
      from pg_inherits
      where inhparent = 'events'::regclass and inhrelid <> 'events_default'::regclass
      order by 1
    `.execute(context.database.read);
    return rows.map((row) => row.name);
  }

  async function append(at: Date): Promise<string> {
    const id = context.ids.next<string>();
    await context.database.transaction((tx) =>
      sql`
      insert into events (id, name, topics, subject, at)
      values (${id}, 'test', '{}', '{}', ${at})
    `.execute(tx),
    );
    return id;
  }

  async function partitionsOf(ids: string[]): Promise<string[]> {
    const { rows } = await sql<{ partition: string }>`
      select tableoid::regclass::text as partition from events where id = any(${ids}) order by at
    `.execute(context.database.read);
    return rows.map((row) => row.partition);
  }

  it('makes a partition for today and each of the next three days, and nothing twice', async () => {
    await makeEventPartitions(context.database, noon);
    await makeEventPartitions(context.database, noon);
    expect(await partitions()).toEqual([
      'events_20260301',
      'events_20260302',
      'events_20260303',
      'events_20260304',
    ]);
    await makeEventPartitions(context.database, daysFrom(noon, 1));
    expect(await partitions()).toHaveLength(5);
  });

  it('makes each partition once when several processes start together', async () => {
    await Promise.all(Array.from({ length: 4 }, () => makeEventPartitions(context.database, noon)));
    expect(await partitions()).toHaveLength(4);
  });

  it('puts events where they belong, also those that came before their partition', async () => {
    const early = await append(new Date('2026-03-01T00:00:00Z'));
    const late = await append(new Date('2026-03-01T23:59:59.999Z'));
    expect(await partitionsOf([early, late])).toEqual(['events_default', 'events_default']);
    await makeEventPartitions(context.database, noon);
    const next = await append(new Date('2026-03-02T00:00:00Z'));
    const far = await append(daysFrom(noon, 30));
    expect(await partitionsOf([early, late, next, far])).toEqual([
      'events_20260301',
      'events_20260301',
      'events_20260302',
      'events_default',
    ]);
  });

  it('keeps the order of the log when it moves events', async () => {
    const ids = [];
    for (let minute = 0; minute < 5; minute += 1)
      ids.push(await append(new Date(noon.getTime() + minute * 60_000)));
    const order = async () =>
      (await sql<{ id: string }>`select id from events order by xid, id`.execute(context.database.read)).rows;
    const before = await order();
    await makeEventPartitions(context.database, noon);
    expect(await order()).toEqual(before);
    expect(before.map((row) => row.id)).toEqual(ids);
  });

  it('drops what is older than seven days, whole days at a time', async () => {
    const stray = await append(daysFrom(noon, -9));
    for (const days of [-8, -4, 0]) await makeEventPartitions(context.database, daysFrom(noon, days));
    const old = await append(daysFrom(noon, -8));
    const recent = await append(daysFrom(noon, -7));
    await dropOldEvents(context.database, noon, neverAborted);
    expect((await partitions())[0]).toBe('events_20260222');
    expect(await partitionsOf([stray, old, recent])).toEqual(['events_20260222']);
  });

  it('forgets idempotency keys after a day, however many there are', async () => {
    await context.database.transaction((tx) =>
      sql`
      insert into idempotency_keys (user_id, key_hash, operation, request_hash, status, sealed_response, created_at)
      select gen_random_uuid(), int4send(number), 'test', '', 200, '', ${noon}::timestamptz - number * interval '1 minute'
      from generate_series(1, 4000) as number
    `.execute(tx),
    );
    await expireIdempotencyKeys(context.database, noon, neverAborted);
    const { rows } = await sql<{
      count: number;
    }>`select count(*)::int as count from idempotency_keys`.execute(context.database.read);
    expect(rows).toEqual([{ count: 1440 }]);
  });
});
