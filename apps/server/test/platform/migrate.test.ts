import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { EmbeddedPostgres } from '../../src/platform/database/embedded/embedded-postgres.js';
import {
  migrate,
  migrationsDirectory,
  readMigrations,
} from '../../src/platform/database/migrations/migrate.js';
import { createLogger } from '../../src/platform/logging/logger.js';

const log = createLogger({ logLevel: 'silent' });

let root: string;
let server: EmbeddedPostgres;
let connection: pg.ClientConfig;
let directory: string;
let number = 0;

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'plaza-migrate-'));
  server = await EmbeddedPostgres.start({ dataDir: root, log });
});

afterAll(async () => {
  await server.stop();
  rmSync(root, { recursive: true, force: true });
});

beforeEach(async () => {
  number += 1;
  const database = `empty_${number}`;
  connection = { ...server.connection, database };
  await query(
    { ...server.connection, user: 'postgres', database: 'postgres' },
    `create database ${database} owner plaza`,
  );
  directory = mkdtempSync(join(root, 'files-'));
  writeFileSync(join(directory, '0001_first.sql'), 'create table first (id int);');
  writeFileSync(
    join(directory, '0002_second.sql'),
    'create table second (id int);\ninsert into second values (2);',
  );
});

async function query(target: pg.ClientConfig, statement: string): Promise<unknown[]> {
  const client = new pg.Client(target);
  await client.connect();
  try {
    return (await client.query(statement)).rows;
  } finally {
    await client.end();
  }
}

describe('migrate', () => {
  it('brings an empty database up to this release', async () => {
    const files = await readMigrations(migrationsDirectory);
    expect(await migrate(connection, { log })).toBe(files.length);
    expect(await query(connection, 'select version, name from schema_migrations order by version')).toEqual(
      files.map(({ version, name }) => ({ version, name })),
    );
  });

  it('goes on from where the database is', async () => {
    await migrate(connection, { log, directory });
    writeFileSync(join(directory, '0003_third.sql'), 'alter table second add name text;');
    expect(await migrate(connection, { log, directory })).toBe(3);
    expect(await query(connection, 'select id, name from second')).toEqual([{ id: 2, name: null }]);
  });

  it('lets one of several servers migrate while the others wait', async () => {
    writeFileSync(join(directory, '0003_slow.sql'), 'select pg_sleep(0.3); create table slow (id int);');
    const versions = await Promise.all([1, 2, 3].map(() => migrate(connection, { log, directory })));
    expect(versions).toEqual([3, 3, 3]);
    expect(await query(connection, 'select count(*)::int as count from schema_migrations')).toEqual([
      { count: 3 },
    ]);
  });

  it('keeps nothing of a migration that fails', async () => {
    writeFileSync(join(directory, '0003_third.sql'), 'create table third (id int); select 1 / 0;');
    await expect(migrate(connection, { log, directory })).rejects.toThrow(
      'Migration 0003_third failed and left nothing behind: division by zero.',
    );
    expect(await query(connection, "select to_regclass('third')::text as third")).toEqual([{ third: null }]);
    expect(await query(connection, 'select max(version) from schema_migrations')).toEqual([{ max: 2 }]);
  });

  it('refuses the database of a newer release', async () => {
    const newer = join(root, `newer-${number}`);
    cpSync(directory, newer, { recursive: true });
    writeFileSync(join(newer, '0003_third.sql'), 'select 1;');
    await migrate(connection, { log, directory: newer });
    await expect(migrate(connection, { log, directory })).rejects.toThrow(
      /^The database is of a newer Plaza \(schema 3 third/,
    );
  });

  it('refuses a migration that was edited after it was applied', async () => {
    await migrate(connection, { log, directory });
    writeFileSync(join(directory, '0001_first.sql'), 'create table first (id bigint);');
    await expect(migrate(connection, { log, directory })).rejects.toThrow(
      /^Migration 0001_first was applied in another form/,
    );
  });

  it('refuses files that leave a gap', async () => {
    writeFileSync(join(directory, '0004_fourth.sql'), 'select 1;');
    await expect(migrate(connection, { log, directory })).rejects.toThrow(/should be named 0003_<name>\.sql/);
  });

  it('says in one line which database does not answer', async () => {
    const nowhere = { host: '127.0.0.1', port: 1, database: 'plaza', user: 'plaza' };
    await expect(migrate(nowhere, { log, patienceMs: 0 })).rejects.toThrow(
      /^PostgreSQL gives no access to plaza at 127\.0\.0\.1:1 \(.*ECONNREFUSED.*\); check DATABASE_URL and that it runs\.$/,
    );
  });
});
