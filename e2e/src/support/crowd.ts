import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { inject } from 'vitest';
import type { Person } from './person.js';

/** Fills a channel with messages, which would take minutes over the API. */
export async function fillChannel(channelId: string, count: number, authors: Person[]): Promise<void> {
  const client = new pg.Client(addressOfDatabase(inject('dataDir')));
  await client.connect();
  try {
    await client.query(
      `insert into messages (id, channel_id, ordinal, author_id, body, created_at)
      select
        overlay(gen_random_uuid()::text placing '7' from 15 for 1)::uuid,
        $1,
        number,
        ($2::uuid[])[1 + number % cardinality($2)],
        'Message ' || number || repeat(' and some more words', number % 12),
        now() - ($3 - number) * interval '1 minute'
      from generate_series(1, $3::int) as number`,
      [channelId, authors.map(({ id }) => id), count],
    );
    await client.query('update channels set last_ordinal = $2, last_message_at = now() where id = $1', [
      channelId,
      count,
    ]);
  } finally {
    await client.end();
  }
}

const AT_ONCE = 8;

/** Writes posts, `Post 0` first and the one with the highest number last; those between come in any order. */
export async function writePosts(author: Person, count: number): Promise<void> {
  const write = (index: number) => {
    const body = `Body of ${index}. ${'More words. '.repeat((index % 5) * 8)}`;
    return author.api.posts.create({ body: { title: `Post ${index}`, body } });
  };
  await write(0);
  for (let next = 1; next < count - 1; next += AT_ONCE) {
    const length = Math.min(AT_ONCE, count - 1 - next);
    await Promise.all(Array.from({ length }, (_, offset) => write(next + offset)));
  }
  if (count > 1) await write(count - 1);
}

function addressOfDatabase(dataDir: string): pg.ClientConfig {
  // The lines are: process, directory, start, port, directory of the socket, address.
  const lock = readFileSync(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8').split('\n');
  return { host: lock[4] || '127.0.0.1', port: Number(lock[3]), user: 'plaza', database: 'plaza' };
}
