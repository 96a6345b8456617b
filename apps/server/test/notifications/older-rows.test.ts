import { randomBytes, randomUUID } from 'node:crypto';
import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { pino } from 'pino';
import { afterAll, expect, inject, it } from 'vitest';
import { migrate, migrationsDirectory } from '../../src/platform/database/migrations/migrate.js';
import { dropDatabase } from '../support/databases.js';

const GENERIC = '0014_notification_subjects.sql';
const log = pino({ level: 'silent' });

/** A database as the release before left it, and a connection to it. */
async function olderDatabase(): Promise<{ older: pg.Client; connectionString: string }> {
  const clusterUrl = inject('clusterUrl');
  const name = `plaza_test_${randomBytes(6).toString('hex')}`;
  const cluster = new pg.Client({ connectionString: clusterUrl });
  await cluster.connect();
  await cluster.query(`create database ${name}`);
  await cluster.end();
  const url = new URL(clusterUrl);
  url.pathname = `/${name}`;
  const connectionString = url.href;
  const directory = mkdtempSync(join(tmpdir(), 'plaza-older-'));
  for (const file of readdirSync(migrationsDirectory).filter((file) => file < GENERIC)) {
    cpSync(join(migrationsDirectory, file), join(directory, file));
  }
  await migrate({ connectionString }, { log, directory });
  const client = new pg.Client({ connectionString });
  await client.connect();
  afterAll(async () => {
    await client.end();
    await dropDatabase(clusterUrl, name);
    rmSync(directory, { recursive: true, force: true });
  });
  return { older: client, connectionString };
}

it('keeps the notifications of the release before, with what they are about', async () => {
  const { older, connectionString } = await olderDatabase();
  const [ada, bob, channel, session, kept, earlier, erased] = Array.from({ length: 7 }, () => randomUUID());
  await older.query(`
    insert into users (id, username, username_skeleton, email, display_name, created_at)
    values ('${ada}', 'ada', 'ada', 'ada@example.org', 'Ada', now());
    -- What they are about need not be there.
    alter table notifications drop constraint notifications_entry_id_fkey, drop constraint notifications_channel_id_fkey;
    insert into notifications
      (id, recipient_id, type, group_key, actor_ids, count, entry_id, earlier_entry_ids, channel_id, reason, created_at, updated_at)
    values
      (gen_random_uuid(), '${ada}', 'follow', '2026-11-25', '{${bob}}', 1, null, '{}', null, null, now(), now()),
      (gen_random_uuid(), '${ada}', 'comment', 'a', '{${bob}}', 2, '${kept}', '{${earlier}}', null, null, now(), now()),
      (gen_random_uuid(), '${ada}', 'comment', 'b', '{${bob}}', 4, null, '{${kept},null,${earlier}}', null, null, now(), now()),
      (gen_random_uuid(), '${ada}', 'mention', 'c', '{${bob}}', 1, null, '{}', null, null, now(), now()),
      (gen_random_uuid(), '${ada}', 'message', 'd', '{${bob}}', 7, null, '{}', '${channel}', null, now(), now()),
      (gen_random_uuid(), '${ada}', 'security', '${session} ${erased} until 2026', '{}', 1, null, '{}', null, 'token_reused', now(), now());
  `);
  await migrate({ connectionString }, { log });
  const { rows } = await older.query(
    'select kind, subject_ids, count from notifications order by kind, group_key',
  );
  expect(rows).toEqual([
    { kind: 'comment', subject_ids: [kept, earlier], count: 2 },
    // Two of four entries are erased.
    { kind: 'comment', subject_ids: [kept, earlier], count: 2 },
    { kind: 'follow', subject_ids: [], count: 1 },
    { kind: 'message', subject_ids: [channel], count: 7 },
    { kind: 'security', subject_ids: [session], count: 1 },
  ]);
});
