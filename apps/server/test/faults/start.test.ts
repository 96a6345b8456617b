import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { connectionOfRunning } from '../../src/platform/database/embedded/cluster.js';
import { EmbeddedPostgres } from '../../src/platform/database/embedded/embedded-postgres.js';
import { createLogger } from '../../src/platform/logging/logger.js';
import { listen } from '../../src/platform/process/listen.js';
import { eventually } from '../support/eventually.js';
import { type ProcessOptions, ServerProcess } from '../support/server-process.js';

let root: string;
let dataDir: string;
let servers: ServerProcess[];

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'plaza-start-'));
  dataDir = join(root, 'data');
  servers = [];
});

afterEach(async () => {
  for (const server of servers) await server.stop();
  rmSync(root, { recursive: true, force: true });
});

async function start(options: Partial<ProcessOptions> = {}): Promise<ServerProcess> {
  const server = await ServerProcess.start({ dataDir, directory: root, ...options });
  servers.push(server);
  return server;
}

/** Gives the lines on which a start that must fail ended. */
async function refusal(options: Partial<ProcessOptions> = {}): Promise<string[]> {
  const server = await ServerProcess.spawn({
    dataDir,
    directory: root,
    env: { LOG_LEVEL: 'error' },
    ...options,
  });
  servers.push(server);
  expect(await server.end()).toBe(1);
  return server.log.trim().split('\n');
}

async function statusOf(server: ServerProcess, path: string): Promise<number> {
  return (await fetch(`${server.url}${path}`)).status;
}

describe('a start that cannot succeed says in one line what is wrong and what to do', () => {
  it('when the port is taken', async () => {
    const other = createServer();
    await listen(other, { setting: 'PORT', port: 0, host: '127.0.0.1' });
    const address = other.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    expect(await refusal({ port })).toEqual([
      `Port ${port} is in use by another program; stop that one, or set PORT to a free port (such as PORT=${port + 1}).`,
    ]);
    other.close();
    await start();
  });

  it('when the data directory cannot be written', async () => {
    writeFileSync(join(root, 'flat'), '');
    const path = join(root, 'flat', 'data');
    const lines = await refusal({ dataDir: path });
    expect(lines).toEqual([expect.stringMatching(/^DATA_DIR .* \(ENOTDIR\); make it writable .*\.$/)]);
  });

  it('when settings are wrong', async () => {
    expect(await refusal({ env: { LOG_LEVEL: 'loud', METRICS_PORT: 'yes' } })).toEqual([
      expect.stringMatching(/^LOG_LEVEL must be one of .*; it is "loud"\. Change it/),
      expect.stringMatching(/^METRICS_PORT must be a port number .*; it is "yes"\. Change it/),
    ]);
  });

  it('when another server has the data directory, which goes on undisturbed', async () => {
    const first = await start();
    expect(await refusal()).toEqual([
      `DATA_DIR ${dataDir} is in use by another Plaza (process ${first.pid}); stop that one first, or set DATA_DIR to another directory.`,
    ]);
    expect(await statusOf(first, '/health/ready')).toBe(200);
  });

  it('when the database is of a newer release', async () => {
    const newer = await start();
    const client = new pg.Client(connectionOfRunning(dataDir));
    await client.connect();
    await client.query("insert into schema_migrations (version, name, checksum) values (9999, 'future', '')");
    await client.end();
    await newer.stop();
    expect(await refusal()).toEqual([
      expect.stringMatching(/^The database is of a newer Plaza \(schema 9999 future, .*; start that release/),
    ]);
  });

  it('when the outside database does not answer', async () => {
    const lines = await refusal({
      env: { LOG_LEVEL: 'error', DATABASE_URL: 'postgres://plaza@127.0.0.1:1/plaza' },
    });
    expect(lines).toEqual([
      expect.stringMatching(/^PostgreSQL gives no access to plaza at 127\.0\.0\.1:1 \(.*\.$/),
    ]);
  });
});

describe('the end of a process', () => {
  it('on SIGTERM is an exit with 0 that leaves no database behind', async () => {
    const server = await start();
    const connection = connectionOfRunning(dataDir);
    const began = performance.now();
    server.kill('SIGTERM');
    expect(await server.end()).toBe(0);
    expect(performance.now() - began).toBeLessThan(10_000);
    await expect(new pg.Client(connection).connect()).rejects.toThrow();
  });

  it('by kill -9 is healed by the next start within five seconds', async () => {
    const server = await start();
    server.kill('SIGKILL');
    await server.end();
    const began = performance.now();
    await start();
    expect(performance.now() - began).toBeLessThan(5_000);
  });

  it('of the database by kill -9 is healed by the server within five seconds, without a crash', async () => {
    const server = await start();
    const database = await databaseProcess();
    process.kill(database, 'SIGKILL');
    await eventually(async () => expect(await databaseProcess()).not.toBe(database));
    await eventually(async () => expect(await statusOf(server, '/health/ready')).toBe(200));
    expect(await statusOf(server, '/health/live')).toBe(200);
    expect(server.log).not.toContain('nobody handled');
  });
});

describe('two servers on one empty outside database', () => {
  it('both come up, and one of them has migrated', async () => {
    const outside = await EmbeddedPostgres.start({
      dataDir: root,
      log: createLogger({ logLevel: 'silent' }),
    });
    try {
      const { host, port } = outside.connection;
      const DATABASE_URL = `postgres://plaza@localhost/plaza?host=${host}&port=${port}`;
      const env = { DATABASE_URL, SECRET_KEY: 'the same key for both of the servers' };
      const [left, right] = await Promise.all([
        start({ dataDir: join(root, 'left'), env }),
        start({ dataDir: join(root, 'right'), env }),
      ]);
      const migrated = [left, right].filter((server) => server.log.includes('migrated the database'));
      expect(migrated).toHaveLength(1);
      await Promise.all([left.stop(), right.stop()]);
    } finally {
      await outside.stop();
    }
  });
});

/** The process number of the embedded database that answers now. */
async function databaseProcess(): Promise<number> {
  const connection = connectionOfRunning(dataDir);
  const client = new pg.Client(connection);
  client.on('error', () => undefined);
  await client.connect();
  await client.end();
  return Number.parseInt(readFileSync(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8'), 10);
}
