import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { eventually } from '../support/eventually.js';
import type { ServerProcess } from '../support/server-process.js';
import { bugsIn } from './support/bugs-in.js';
import { Crowd } from './support/crowd.js';
import { House } from './support/house.js';
import { Listener } from './support/listener.js';
import { installedPostgres, OutsidePostgres } from './support/outside-postgres.js';
import { Prober } from './support/prober.js';
import { promised } from './support/promised.js';
import { judge } from './support/verdict.js';

const ONLINE_MS = 30_000;
const KILLS = 3;
const RECOVERY_MS = 5_000;

it('kill -9 of the embedded database refuses requests for a while, loses nothing, and heals by itself', async () => {
  const house = House.onEmbedded();
  const server = await house.start();
  const lockFile = join(house.embeddedDataDir, 'postgres', 'postmaster.pid');
  await survives('embedded database killed', house, server, async () => {
    const pid = Number.parseInt(readFileSync(lockFile, 'utf8'), 10);
    process.kill(pid, 'SIGKILL');
    return performance.now();
  });
});

it.skipIf(!installedPostgres)(
  'so does kill -9 of an outside database, from when it is started again',
  async () => {
    const postgres = await OutsidePostgres.start();
    onTestFinished(() => postgres.stop());
    const house = House.on(postgres.url);
    const server = await house.start();
    await survives('outside database killed', house, server, async () => {
      await postgres.kill();
      await postgres.launch();
      return performance.now();
    });
  },
);

/** `kill` gives the moment from which on the server has to heal. */
async function survives(
  fault: string,
  house: House,
  server: ServerProcess,
  kill: () => Promise<number>,
): Promise<void> {
  const crowd = await Crowd.gather([server.url], { writers: 6, listeners: 2 });
  const listeners = crowd.audience.map((person) => new Listener(person, server.url));
  await eventually(() => expect(listeners.every(({ isOnline }) => isOnline)).toBe(true), ONLINE_MS);
  const token = await crowd.guild.owner.token();
  const prober = new Prober(`${server.url}/api/v1/users/me`, () => ({
    headers: { Authorization: `Bearer ${token}` },
  }));
  crowd.begin();
  let slowestMs = 0;
  for (let count = 0; count < KILLS; count += 1) {
    await crowd.progress(40);
    const mayHealFrom = await kill();
    await crowd.progress(40);
    await eventually(() => expect(prober.recoveredAfter(mayHealFrom)).toBeDefined());
    slowestMs = Math.max(slowestMs, prober.recoveredAfter(mayHealFrom) ?? 0);
  }
  await crowd.end();
  const answers = await prober.end();
  await judge(fault, { crowd, listeners, connections: house.connections, recoveredMs: slowestMs });
  for (const listener of listeners) listener.close();

  const bad = answers.filter(({ status }) => status !== 200);
  expect(bad.length).toBeGreaterThan(0);
  expect(bad.filter(({ status, retryAfter }) => status !== 503 || retryAfter === null)).toEqual([]);
  expect(slowestMs).toBeLessThan(promised(RECOVERY_MS));
  expect(bugsIn(server.log)).toEqual([]);
}
