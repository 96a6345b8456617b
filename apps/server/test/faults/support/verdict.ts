import type pg from 'pg';
import { expect, inject } from 'vitest';
import { findViolations } from '../../../src/cli/invariants.js';
import { eventually } from '../../support/eventually.js';
import type { Crowd } from './crowd.js';
import { writeDown } from './figures.js';
import type { Listener } from './listener.js';

const MOST_VIOLATIONS = 10;
/** Long enough for a client that was away often and waits long between its tries. */
const LISTENERS_MS = 45_000;
/** A lease of a process that was killed has to run out first. */
const QUIET_MS = 20_000;

interface Evidence {
  crowd: Crowd;
  connections: pg.Pool;
  listeners?: Listener[];
  recoveredMs?: number;
}

/**
 * Compares the answers that a crowd got, and what listeners received, with the database once the crowd has ended; writes the figures
 * down and fails the test where a promise was broken.
 */
export async function judge(fault: string, evidence: Evidence): Promise<void> {
  const { crowd, connections, listeners = [], recoveredMs } = evidence;
  const lengths = await lengthsOf(crowd, connections);
  for (const [channelId, last] of lengths) {
    await eventually(() => {
      for (const listener of listeners) expect(listener.lastOf(channelId)).toBe(last);
    }, LISTENERS_MS).catch(() => undefined);
  }
  const hearings = listeners.flatMap((listener) =>
    [...lengths].map(([channelId, last]) => listener.hearing(channelId, last)),
  );
  const received = {
    missed: sum(hearings.map(({ missed }) => missed)),
    doubled: sum(hearings.map(({ doubled }) => doubled)),
    disordered: sum(hearings.map(({ disordered }) => disordered)),
    gaps: sum(listeners.map(({ gaps }) => gaps)),
  };
  const { acknowledged, refused, lost, doubled, unwanted } = await crowd.ledger.audit(connections);
  writeDown(inject('figuresFile'), {
    fault,
    acknowledged,
    lost: lost.length + received.missed,
    doubled: doubled.length + received.doubled,
    disordered: received.disordered,
    recoveredMs,
  });
  expect({ lost, doubled, unwanted }).toEqual({ lost: [], doubled: [], unwanted: [] });
  expect(received).toEqual({ missed: 0, doubled: 0, disordered: 0, gaps: 0 });
  expect(acknowledged).toBeGreaterThan(0);
  expect(refused).toBeLessThan(acknowledged);
  await followsWereTold(connections);
  expect(await findViolations(connections, MOST_VIOLATIONS)).toEqual([]);
}

async function lengthsOf(
  crowd: Crowd,
  connections: pg.Pool,
): Promise<Map<Crowd['channels'][number], number>> {
  const lengths = new Map<Crowd['channels'][number], number>();
  for (const channelId of crowd.channels) {
    const { rows } = await connections.query<{ last: number }>(
      'select coalesce(max(ordinal), 0)::int as last from messages where channel_id = $1',
      [channelId],
    );
    lengths.set(channelId, rows[0]?.last ?? 0);
  }
  return lengths;
}

/** Every follow is notified once: what a listener does happens once for each event, whatever died meanwhile. */
async function followsWereTold(connections: pg.Pool): Promise<void> {
  await eventually(async () => {
    const { rows } = await connections.query<{ follows: number; notified: number }>(
      `select (select count(*)::int from follows) as follows,
         (select coalesce(sum(count), 0)::int from notifications where kind = 'follow') as notified`,
    );
    expect(rows[0]?.notified).toBe(rows[0]?.follows);
  }, QUIET_MS);
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
