import { constants } from 'node:fs';
import { copyFile, cp, mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';

/** What belongs to the running server, not to its data (PostgreSQL: "Making a Base Backup Using the Low Level API"). */
const LEFT_OUT = new Set(['postmaster.pid', 'postmaster.opts', 'pg_internal.init']);
const LEFT_EMPTY = new Set([
  'pg_dynshmem',
  'pg_notify',
  'pg_replslot',
  'pg_serial',
  'pg_snapshots',
  'pg_stat_tmp',
  'pg_subtrans',
  'pg_wal',
]);
const SLOT = 'plaza_backup';

/**
 * Copies the embedded database while it is written to. What changes during the copy is put right from its log, which is
 * copied last, when the copy is started.
 */
export async function copyCluster(
  connection: pg.ClientConfig,
  dataDir: string,
  target: string,
): Promise<void> {
  const source = join(dataDir, 'postgres');
  const copy = join(target, 'postgres');
  const client = new pg.Client({ ...connection, user: 'postgres' });
  await client.connect();
  try {
    // Keeps the log from being recycled until it is copied; gone with this session.
    await client.query('select pg_create_physical_replication_slot($1, true, true)', [SLOT]);
    const first = await walFile(client, 'select pg_walfile_name(pg_backup_start($1, true)) as name', [
      'plaza',
    ]);
    await mkdir(copy, { recursive: true, mode: 0o700 });
    await copyTree(source, copy);
    const { rows } = await client.query<{ label: string; last: string }>(
      'select labelfile as label, pg_walfile_name(lsn) as last from pg_backup_stop(false)',
    );
    const [stop] = rows;
    if (!stop) throw new Error('PostgreSQL does not say where the backup ends');
    await writeFile(join(copy, 'backup_label'), stop.label);
    await copyWal(join(source, 'pg_wal'), join(copy, 'pg_wal'), first, stop.last);
  } finally {
    await client.end();
  }
}

/** Copies everything else of the data directory: stored files, the outbox, the secret key. */
export async function copyFiles(dataDir: string, target: string): Promise<void> {
  const ofTheProcess = new Set(['postgres', 'postgres.new', 'plaza.lock', 'plaza.pid']);
  for (const name of await readdir(dataDir)) {
    if (ofTheProcess.has(name)) continue;
    await cp(join(dataDir, name), join(target, name), { recursive: true, preserveTimestamps: true });
  }
}

async function walFile(client: pg.Client, statement: string, values: string[]): Promise<string> {
  const { rows } = await client.query<{ name: string }>(statement, values);
  if (!rows[0]) throw new Error('PostgreSQL does not name its log');
  return rows[0].name;
}

async function copyTree(source: string, target: string): Promise<void> {
  for (const entry of await readdir(source, { withFileTypes: true })) {
    if (LEFT_OUT.has(entry.name) || entry.name.startsWith('pgsql_tmp')) continue;
    const path = join(target, entry.name);
    if (!entry.isDirectory()) await copyIfThere(join(source, entry.name), path);
    else {
      await mkdir(path, { mode: 0o700 });
      if (!LEFT_EMPTY.has(entry.name)) await copyTree(join(source, entry.name), path);
    }
  }
}

/** A file that is deleted in the meantime is deleted in the copy as well. */
async function copyIfThere(source: string, target: string): Promise<void> {
  try {
    await copyFile(source, target, constants.COPYFILE_FICLONE);
  } catch (error) {
    const isGone = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    if (!isGone) throw error;
  }
}

/** Names of log files sort in their order within one timeline, which the embedded database never leaves. */
async function copyWal(source: string, target: string, first: string, last: string): Promise<void> {
  await mkdir(join(target, 'archive_status'), { recursive: true });
  const names = (await readdir(source)).filter((name) => /^[0-9A-F]{24}$/.test(name));
  for (const name of names.filter((name) => name >= first && name <= last)) {
    await copyFile(join(source, name), join(target, name));
  }
}
