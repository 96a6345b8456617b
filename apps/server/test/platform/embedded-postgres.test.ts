import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EmbeddedPostgres } from '../../src/platform/database/embedded/embedded-postgres.js';
import { createLogger } from '../../src/platform/logging/logger.js';

const log = createLogger({ logLevel: 'silent' });

let dataDir: string;
let databases: EmbeddedPostgres[];

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'plaza-embedded-'));
  databases = [];
});

afterEach(async () => {
  for (const database of databases) await database.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

async function start(): Promise<EmbeddedPostgres> {
  const database = await EmbeddedPostgres.start({ dataDir, log });
  databases.push(database);
  return database;
}

async function ask(database: EmbeddedPostgres, statement: string): Promise<unknown> {
  const client = new pg.Client(database.connection);
  client.on('error', () => undefined);
  await client.connect();
  try {
    const { rows } = await client.query({ text: statement, rowMode: 'array' });
    return rows[0]?.[0];
  } finally {
    await client.end();
  }
}

/** Gives the first answer within five seconds, in which the database may be away. */
async function askUntilAnswered(database: EmbeddedPostgres, statement: string): Promise<unknown> {
  const deadline = performance.now() + 5_000;
  for (;;) {
    try {
      return await ask(database, statement);
    } catch (error) {
      if (performance.now() > deadline) throw error;
      await pause(25);
    }
  }
}

function isAlive(pid: number): boolean {
  return existsSync(`/proc/${pid}/exe`) && !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ');
}

/** What kill -9 of the server leaves behind: a database that nobody supervises. */
function abandon(database: EmbeddedPostgres): void {
  databases.splice(databases.indexOf(database), 1);
  Reflect.get(database, 'stopping').abort();
}

describe('the embedded PostgreSQL', () => {
  it('makes a database of its own that nobody reaches over the network', async () => {
    const database = await start();
    expect(await ask(database, 'select current_user || current_database()')).toBe('plazaplaza');
    expect(await ask(database, 'show listen_addresses')).toBe('');
    expect(await ask(database, 'show fsync')).toBe('on');
    expect(await ask(database, 'select rolsuper from pg_roles where rolname = current_user')).toBe(false);
  });

  it('keeps what was committed over a stop and a start', async () => {
    const first = await start();
    await ask(first, 'create table notes as select 7 as number');
    const { pid } = first;
    await first.stop();
    expect(pid && isAlive(pid)).toBe(false);
    expect(await ask(await start(), 'select number from notes')).toBe(7);
  });

  it('comes back by itself when its process is killed', async () => {
    const database = await start();
    await ask(database, 'create table notes as select 7 as number');
    const { pid } = database;
    if (pid) process.kill(pid, 'SIGKILL');
    expect(await askUntilAnswered(database, 'select number from notes')).toBe(7);
    expect(database.pid).not.toBe(pid);
  });

  it('comes back even while a slow query survives its killed postmaster', async () => {
    const database = await start();
    const slow = ask(database, 'select count(*) from generate_series(1, 4000000000)').catch(() => 'ended');
    await expect
      .poll(() => ask(database, "select count(*)::int from pg_stat_activity where query like '%4000000000%'"))
      .toBe(2);
    if (database.pid) process.kill(database.pid, 'SIGKILL');
    expect(await askUntilAnswered(database, 'select 1')).toBe(1);
    expect(await slow).toBe('ended');
  });

  it('replaces a database whose server was killed', async () => {
    const orphan = await start();
    await ask(orphan, 'create table notes as select 7 as number');
    const { pid } = orphan;
    abandon(orphan);
    const began = performance.now();
    const database = await start();
    expect(performance.now() - began).toBeLessThan(5_000);
    expect(await ask(database, 'select number from notes')).toBe(7);
    expect(pid && isAlive(pid)).toBe(false);
  });

  it('starts although the number in its lock file belongs to another process now', async () => {
    const first = await start();
    const lockFile = join(dataDir, 'postgres', 'postmaster.pid');
    const contents = readFileSync(lockFile, 'utf8');
    await first.stop();
    writeFileSync(lockFile, contents.replace(/^\d+/, String(process.ppid)));
    expect(await ask(await start(), 'select 1')).toBe(1);
  });

  it('says which release a foreign database belongs to', async () => {
    const first = await start();
    await first.stop();
    writeFileSync(join(dataDir, 'postgres', 'PG_VERSION'), '14\n');
    await expect(start()).rejects.toThrow(/is of PostgreSQL 14, this release brings 18/);
  });
});
