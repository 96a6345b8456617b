import { expect, it, onTestFinished } from 'vitest';
import { eventually } from '../support/eventually.js';
import { register } from '../support/person.js';
import { bugsIn } from './support/bugs-in.js';
import { House } from './support/house.js';
import { once, p99 } from './support/prober.js';
import { promised } from './support/promised.js';

const POOL = 4;
/** How long a request waits for a connection. */
const LIMIT_MS = 5_500;

it('slow statements that hold every connection cost other requests a refusal in time, and the process lives', async () => {
  const house = await House.onCluster({ DATABASE_POOL: String(POOL) });
  const server = await house.start();
  const ada = await register(server.url, 'ada');
  const token = await ada.token();
  const lock = await house.connections.connect();
  // A transaction left open would hold back the event log of every other test on this cluster.
  onTestFinished(() => lock.release(true));
  await lock.query('begin');
  await lock.query('select from users where id = $1 for update', [ada.id]);
  const rename = (name: string) =>
    once(`${server.url}/api/v1/users/me`, {
      method: 'PATCH',
      headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
      body: JSON.stringify({ displayName: name }),
    });
  const slow = Array.from({ length: POOL * 3 }, (_, index) => rename(`Ada ${index}`));
  await eventually(async () => {
    const { rows } = await house.connections.query(
      "select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()",
    );
    expect(rows.length).toBe(POOL);
  });

  const [others, alive] = await Promise.all([
    Promise.all(Array.from({ length: 20 }, () => once(`${server.url}/api/v1/posts`))),
    Promise.all(Array.from({ length: 20 }, () => once(`${server.url}/health/live`))),
    // An answer from before may be kept for a moment.
    eventually(async () => expect((await once(`${server.url}/health/ready`)).status).toBe(503)),
  ]);
  expect(new Set(others.map(({ status }) => status))).toEqual(new Set([503]));
  expect(others.every(({ retryAfter }) => retryAfter !== null)).toBe(true);
  expect(p99(others.map(({ milliseconds }) => milliseconds))).toBeLessThan(promised(LIMIT_MS));
  expect(new Set(alive.map(({ status }) => status))).toEqual(new Set([200]));
  expect(p99(alive.map(({ milliseconds }) => milliseconds))).toBeLessThan(promised(500));

  await lock.query('rollback');
  const outcomes = await Promise.all(slow);
  expect(outcomes.filter(({ status }) => status === 200)).toHaveLength(POOL);
  await eventually(async () => expect((await once(`${server.url}/health/ready`)).status).toBe(200));
  expect((await rename('Ada')).status).toBe(200);
  expect(bugsIn(server.log)).toEqual([]);
});
