import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import type { Logger } from '../../logging/logger.js';
import { StartError } from '../../process/start-error.js';

/** One step of the schema: a file `NNNN_name.sql`. */
export interface Migration {
  version: number;
  name: string;
  sql: string;
  checksum: string;
}

const FILE_NAME = /^(\d{4})_([a-z0-9_]+)\.sql$/;

/** Where the migrations lie, seen from source and from the compiled server alike. */
export const migrationsDirectory = fileURLToPath(new URL('../../../../migrations/', import.meta.url));

export interface MigrateOptions {
  log: Logger;
  directory?: string;
  /** How long a database that does not answer yet is waited for. */
  patienceMs?: number;
}

interface AppliedMigration {
  version: number;
  name: string;
  checksum: string;
}

/** Any number, the same in every release: the servers of one database take turns by it. */
const MIGRATION_LOCK = 7_052_904_713;
const OLDEST_POSTGRES = 150_000;
const PAUSE_MS = 250;

/**
 * Brings the schema up to this release, one transaction for each file, while other servers wait; gives its version. Errors:
 * `StartError` for a database that does not answer, is too old, belongs to a newer release or differs from our files.
 */
export async function migrate(connection: pg.ClientConfig, options: MigrateOptions): Promise<number> {
  const migrations = await readMigrations(options.directory ?? migrationsDirectory);
  const client = await connectPatiently(connection, options.patienceMs ?? 10_000);
  try {
    await assertUsable(client);
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    const applied = await appliedMigrations(client);
    assertOurs(applied, migrations);
    for (const migration of migrations.slice(applied.length)) await apply(client, migration, options.log);
    return migrations.length;
  } finally {
    // Ending the session gives the lock back.
    await client.end();
  }
}

/** Errors: `StartError` when the schema is not exactly that of this release. */
export async function assertMigrated(connections: Pick<pg.Pool, 'query'>): Promise<void> {
  const migrations = await readMigrations(migrationsDirectory);
  const { rows } = await connections.query<{ isThere: boolean }>(
    `select to_regclass('schema_migrations') is not null as "isThere"`,
  );
  const applied = rows[0]?.isThere ? await readApplied(connections) : [];
  assertOurs(applied, migrations);
  if (applied.length < migrations.length) {
    throw new StartError(
      'The database is not of this release yet; start Plaza once, it brings the database up to date.',
    );
  }
}

async function connectPatiently(connection: pg.ClientConfig, patienceMs: number): Promise<pg.Client> {
  const deadline = performance.now() + patienceMs;
  for (;;) {
    const client = new pg.Client({ ...connection, connectionTimeoutMillis: 5_000 });
    try {
      await client.connect();
      // What breaks the connection later fails the statement that is waiting for it.
      client.on('error', () => undefined);
      return client;
    } catch (error) {
      await client.end().catch(() => undefined);
      if (!mayHeal(error) || performance.now() > deadline) throw unreachable(client, error);
      await pause(PAUSE_MS);
    }
  }
}

function mayHeal(error: unknown): boolean {
  const code = codeOf(error);
  return (
    code === undefined ||
    ['ECONNREFUSED', 'ECONNRESET', 'ENOENT', 'EAI_AGAIN', '57P03', '53300'].includes(code)
  );
}

function unreachable(client: pg.Client, error: unknown): StartError {
  const target = `${client.database ?? 'the database'} at ${client.host}:${client.port}`;
  const reason = error instanceof Error ? error.message || codeOf(error) : String(error);
  return new StartError(
    `PostgreSQL gives no access to ${target} (${reason}); check DATABASE_URL and that it runs.`,
  );
}

async function assertUsable(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ version: number; release: string; encoding: string }>(
    `select current_setting('server_version_num')::int as version,
            current_setting('server_version') as release,
            current_setting('server_encoding') as encoding`,
  );
  const [server] = rows;
  if (!server) throw new Error('PostgreSQL does not say its version');
  if (server.version < OLDEST_POSTGRES) {
    throw new StartError(
      `DATABASE_URL leads to PostgreSQL ${server.release}; Plaza needs 15 or newer: upgrade it.`,
    );
  }
  if (server.encoding !== 'UTF8') {
    throw new StartError(
      `DATABASE_URL leads to a database in ${server.encoding}; create one with: create database plaza encoding 'UTF8' template template0.`,
    );
  }
}

async function appliedMigrations(client: pg.Client): Promise<AppliedMigration[]> {
  await client.query(
    `create table if not exists schema_migrations (
       version int primary key,
       name text not null,
       checksum text not null,
       applied_at timestamptz not null default now()
     )`,
  );
  return readApplied(client);
}

async function readApplied(connection: Pick<pg.Pool, 'query'>): Promise<AppliedMigration[]> {
  const { rows } = await connection.query<AppliedMigration>(
    'select version, name, checksum from schema_migrations order by version',
  );
  return rows;
}

function assertOurs(applied: readonly AppliedMigration[], migrations: readonly Migration[]): void {
  const newest = applied.at(-1);
  if (newest && newest.version > migrations.length) {
    throw new StartError(
      `The database is of a newer Plaza (schema ${newest.version} ${newest.name}, this release knows ${migrations.length}); start that release, or restore a backup from before the upgrade.`,
    );
  }
  for (const [index, { version, name, checksum }] of applied.entries()) {
    const ours = migrations[index];
    if (ours?.version === version && ours.checksum === checksum) continue;
    throw new StartError(
      `Migration ${String(version).padStart(4, '0')}_${name} was applied in another form than this release has it; use the release that made this database. Applied migrations are never edited.`,
    );
  }
}

async function apply(client: pg.Client, migration: Migration, log: Logger): Promise<void> {
  const { version, name, sql, checksum } = migration;
  await client.query('begin');
  try {
    await client.query(sql);
    await client.query('insert into schema_migrations (version, name, checksum) values ($1, $2, $3)', [
      version,
      name,
      checksum,
    ]);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    const reason = error instanceof Error ? error.message : String(error);
    throw new StartError(
      `Migration ${String(version).padStart(4, '0')}_${name} failed and left nothing behind: ${reason}.`,
    );
  }
  log.info({ version, name }, 'migrated the database');
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined;
}

/** Reads the migrations of this release in order. Errors: a file that does not follow the naming, a gap, a double. */
export async function readMigrations(directory: string): Promise<Migration[]> {
  const names = (await readdir(directory)).filter((name) => name.endsWith('.sql')).sort();
  return Promise.all(
    names.map(async (fileName, index) => {
      const [, version, name] = FILE_NAME.exec(fileName) ?? [];
      if (!name || Number(version) !== index + 1) {
        const expected = String(index + 1).padStart(4, '0');
        throw new Error(`${fileName} in ${directory} should be named ${expected}_<name>.sql`);
      }
      const sql = (await readFile(join(directory, fileName), 'utf8')).replaceAll('\r\n', '\n');
      return { version: index + 1, name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    }),
  );
}
