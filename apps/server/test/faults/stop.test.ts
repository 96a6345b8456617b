import { expect, it, onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import { eventually } from '../support/eventually.js';
import { bugsIn } from './support/bugs-in.js';
import { Crowd } from './support/crowd.js';
import { House } from './support/house.js';
import { Listener } from './support/listener.js';
import { once } from './support/prober.js';
import { promised } from './support/promised.js';
import { judge } from './support/verdict.js';

const STOP_MS = 10_000;
const ONLINE_MS = 30_000;
/** "Service restart" of the WebSocket registry: come back. */
const RESTART = 1012;

it('SIGTERM under load finishes what is under way, takes nothing new, and sends sockets elsewhere', async () => {
  const house = await House.onCluster();
  const server = await house.start();
  const crowd = await Crowd.gather([server.url], { writers: 6, listeners: 2 });
  const listeners = crowd.audience.map((person) => new Listener(person, server.url));
  const token = await crowd.guild.owner.token();
  const closed = closeCodeOf(`${server.url.replace('http', 'ws')}/ws?token=${token}`);
  await eventually(() => expect(listeners.every(({ isOnline }) => isOnline)).toBe(true), ONLINE_MS);
  crowd.begin();
  await crowd.progress(100);

  const lock = await house.connections.connect();
  onTestFinished(() => lock.release(true));
  await lock.query('begin');
  await lock.query('select from users where id = $1 for update', [crowd.guild.owner.id]);
  const underWay = once(`${server.url}/api/v1/users/me`, {
    method: 'PATCH',
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({ displayName: 'Still here' }),
  });
  await eventually(async () => {
    const { rows } = await house.connections.query(
      "select from pg_stat_activity where wait_event_type = 'Lock'",
    );
    expect(rows.length).toBeGreaterThan(0);
  });

  const began = performance.now();
  server.kill('SIGTERM');
  await eventually(async () => expect([0, 503]).toContain((await once(`${server.url}/health/ready`)).status));
  await lock.query('rollback');
  expect((await underWay).status).toBe(200);
  expect(await server.end()).toBe(0);
  const stoppedMs = performance.now() - began;
  expect(await closed).toBe(RESTART);

  await house.start({ port: server.port });
  await crowd.progress(50);
  await crowd.end();
  await judge('SIGTERM under load', {
    crowd,
    listeners,
    connections: house.connections,
    recoveredMs: stoppedMs,
  });
  for (const listener of listeners) listener.close();
  expect(stoppedMs).toBeLessThan(promised(STOP_MS));
  expect(bugsIn(server.log)).toEqual([]);
});

function closeCodeOf(url: string): Promise<number> {
  const socket = new WebSocket(url);
  socket.on('error', () => undefined);
  return new Promise((resolve) => socket.on('close', resolve));
}
