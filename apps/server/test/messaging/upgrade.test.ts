import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { channelTypes } from '../../src/modules/messaging/channels/channel-types.js';
import { migrate, migrationsDirectory } from '../../src/platform/database/migrations/migrate.js';

const log = pino({ level: 'silent' });
const database = `upgrade_${process.pid}`;
const url = new URL(inject('clusterUrl'));
const earlier = mkdtempSync(join(tmpdir(), 'plaza-earlier-'));
let connection: pg.ClientConfig;
let client: pg.Client;

const id = (last: string) => `01990000-0000-7000-8000-${last.padStart(12, '0')}`;
const [ada, bob, text, direct] = [id('a'), id('b'), id('c1'), id('d1')];

async function administer(statement: string): Promise<void> {
  const administrator = new pg.Client({ connectionString: inject('clusterUrl') });
  await administrator.connect();
  try {
    await administrator.query(statement);
  } finally {
    await administrator.end();
  }
}

beforeAll(async () => {
  await administer(`create database ${database}`);
  url.pathname = `/${database}`;
  connection = { connectionString: url.href };
  const files = readdirSync(migrationsDirectory).toSorted();
  const own = files.findIndex((name) => name.endsWith('_channel_members.sql'));
  for (const name of files.slice(0, own)) cpSync(join(migrationsDirectory, name), join(earlier, name));
  await migrate(connection, { log, directory: earlier });
  client = new pg.Client(connection);
  await client.connect();
});

afterAll(async () => {
  await client.end();
  await administer(`drop database ${database}`);
  rmSync(earlier, { recursive: true });
});

it('the rows of an earlier release become members and read states, and its events say the type', async () => {
  await client.query(`
    insert into users (id, username, username_skeleton, email, display_name, created_at)
    select u.id, u.name, u.name, u.name || '@example.org', u.name, now()
    from (values ('${ada}'::uuid, 'ada'), ('${bob}', 'bob')) as u (id, name);
    insert into communities (id, kind, name, handle, visibility, join_policy, owner_id, created_at)
    values ('${id('9')}', 'guild', 'Guild', 'guild', 'public', 'open', '${ada}', now());
    insert into channels (id, type, community_id, name, created_at)
    values ('${text}', 'text', '${id('9')}', 'general', now());
    insert into channels (id, type, lower_user_id, higher_user_id, last_ordinal, created_at)
    values ('${direct}', 'direct', '${ada}', '${bob}', 2, now());
    insert into channel_members (channel_id, user_id, read_ordinal, delivered_ordinal, own_since_read, latest_at)
    values ('${direct}', '${ada}', 0, 0, 2, now()), ('${text}', '${bob}', 3, 4, 1, null);
    insert into events (id, name, topics, subject, actor_id, at)
    values
      ('${id('1')}', 'channel.created', '{"channel:${direct}","user:${ada}"}',
        '{"channelId": "${direct}", "communityId": null}', '${ada}', now()),
      ('${id('2')}', 'channel.read', '{"user:${bob}"}',
        '{"channelId": "${text}", "communityId": "${id('9')}"}', '${bob}', now() + interval '1 s');
  `);
  await migrate(connection, { log });

  const members = await client.query(
    `select user_id, latest_at is not null as listed, notification_level from channel_members order by user_id`,
  );
  expect(members.rows).toEqual([
    { user_id: ada, listed: true, notification_level: 'all' },
    { user_id: bob, listed: false, notification_level: 'all' },
  ]);
  const states = await client.query(
    `select channel_id, user_id, read_ordinal, delivered_ordinal, own_unread_offset
     from read_states order by channel_id, user_id`,
  );
  expect(states.rows.map((row) => Object.values(row))).toEqual([
    [text, bob, 3, 4, 1],
    [direct, ada, 0, 0, 2],
    [direct, bob, 0, 0, 0],
  ]);
  const events = await client.query(`select subject from events order by at`);
  expect(events.rows.map(({ subject }) => subject)).toMatchObject([
    { channelType: 'direct', newTo: [ada] },
    { channelType: 'text' },
  ]);
});

it('the database knows the types of channels that the code knows', async () => {
  const { rows } = await client.query(`select name from channel_types order by name`);
  expect(rows.map(({ name }) => name)).toEqual(Object.keys(channelTypes).toSorted());
});
