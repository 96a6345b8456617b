import { type RawBuilder, sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import type { Querier } from '../../src/platform/database/database.js';
import { openTestPlatform } from '../support/test-platform.js';

const { database } = await openTestPlatform();
await database.transaction((tx) => sql`create table notes (text text not null)`.execute(tx));

const insert = (text: string) => sql`insert into notes (text) values (${text})`;

async function notes(querier: Querier): Promise<string[]> {
  const { rows } = await sql<{ text: string }>`select text from notes order by text`.execute(querier);
  return rows.map(({ text }) => text);
}

describe('a reader', () => {
  const writes: [string, RawBuilder<unknown>][] = [
    ['insert', insert('sneaked in')],
    ['update', sql`update notes set text = 'changed'`],
    ['update of a part', sql`with changed as (update notes as n set text = 'x' returning 1) select 1`],
    ['delete', sql`\n  delete from notes`],
    ['delete of a part', sql`with gone as (delete from notes returning text) select * from gone`],
    ['schema', sql`drop table notes`],
  ];

  it.each(writes)('refuses: %s', async (_name, statement) => {
    await expect(statement.execute(database.read)).rejects.toThrow('only reads');
    await expect(database.transaction(() => statement.execute(database.read))).rejects.toThrow('only reads');
  });

  it('cannot be asked to write in the language of types', () => {
    // @ts-expect-error
    expect(() => database.read.deleteFrom).not.toThrow();
  });

  it('locks and reads, and sees what its transaction has written so far', async () => {
    await database.transaction(async (tx) => {
      await insert('a').execute(tx);
      expect(await notes(database.read)).toEqual(['a']);
      await sql`select text from notes for update`.execute(database.read);
      await database.transaction((same) => insert('b').execute(same));
      expect(await notes(tx)).toEqual(['a', 'b']);
    });
    expect(await notes(database.read)).toEqual(['a', 'b']);
  });
});

it('a promise that outlives its transaction reads, and writes, outside of it', async () => {
  const { promise: isOver, resolve: end } = Promise.withResolvers<void>();
  const effects: string[] = [];
  let late: Promise<string[]> | undefined;
  await database.transaction(async (tx) => {
    await insert('c').execute(tx);
    late = isOver.then(async () => {
      await database.transaction((other) => insert('late').execute(other));
      database.afterCommit(() => effects.push('at once'));
      return notes(database.read);
    });
  });
  end();
  expect(await late).toContain('late');
  expect(effects).toEqual(['at once']);
});
