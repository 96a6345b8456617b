import { cpSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import { expect, it } from 'vitest';
import { migrate, migrationsDirectory } from '../../src/platform/database/migrations/migrate.js';
import { eventually } from '../support/eventually.js';
import { bugsIn } from './support/bugs-in.js';
import { Crowd } from './support/crowd.js';
import { House } from './support/house.js';
import { Listener } from './support/listener.js';
import { judge } from './support/verdict.js';

const ONLINE_MS = 30_000;
/** What a release may do to tables in use: add a column, fill it, index it. */
const NEXT = `
  alter table messages add column length int;
  update messages set length = char_length(body);
  create index messages_by_length on messages (channel_id, length);
`;

it('the schema of the next release arrives under the load of this one: no write is lost, and this one does not start again', async () => {
  const house = await House.onCluster();
  const server = await house.start();
  const crowd = await Crowd.gather([server.url], { writers: 6, listeners: 2 });
  const listeners = crowd.audience.map((person) => new Listener(person, server.url));
  await eventually(() => expect(listeners.every(({ isOnline }) => isOnline)).toBe(true), ONLINE_MS);
  crowd.begin();
  await crowd.progress(100);

  const began = performance.now();
  await migrate(house.connections.options, { log: pino({ level: 'silent' }), directory: nextRelease(house) });
  await crowd.progress(100);
  const recoveredMs = performance.now() - began;
  await crowd.end();
  await judge('schema of the next release under load', {
    crowd,
    listeners,
    connections: house.connections,
    recoveredMs,
  });
  for (const listener of listeners) listener.close();
  expect(bugsIn(server.log)).toEqual([]);
  await server.stop();
  await expect(house.start()).rejects.toThrow(/The database is of a newer Plaza \(schema \d+ next/);
});

/** The migrations of this release, and one more. */
function nextRelease(house: House): string {
  const directory = join(house.directory, 'migrations');
  cpSync(migrationsDirectory, directory, { recursive: true });
  const version = readdirSync(directory).length + 1;
  writeFileSync(join(directory, `${String(version).padStart(4, '0')}_next.sql`), NEXT);
  return directory;
}
