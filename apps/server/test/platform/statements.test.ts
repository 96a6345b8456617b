import { sql } from 'kysely';
import { expect, inject, it, onTestFinished } from 'vitest';
import { Database } from '../../src/platform/database/database.js';
import { openPool } from '../../src/platform/database/pool.js';
import { prepared } from '../../src/platform/database/statements.js';

function databaseOfOneConnection(): Database {
  const database = new Database(openPool({ connectionString: inject('clusterUrl') }, 1));
  onTestFinished(() => database.close());
  return database;
}

it('statements given at once to one transaction run in turn, also behind one that failed', async () => {
  const database = databaseOfOneConnection();
  const warnings: string[] = [];
  const note = (warning: Error) => warnings.push(warning.message);
  process.on('warning', note);
  onTestFinished(() => void process.off('warning', note));

  const answers = await database.transaction((tx) =>
    Promise.all([1, 2, 3].map((number) => sql<{ n: number }>`select ${number}::int as n`.execute(tx))),
  );
  expect(answers.map(({ rows }) => rows[0]?.n)).toEqual([1, 2, 3]);

  const failing = database.transaction((tx) =>
    Promise.all([sql`select 1 / 0`.execute(tx), sql`select 1`.execute(tx)]),
  );
  await expect(failing).rejects.toThrow('division by zero');
  await expect(sql`select 1`.execute(database.read)).resolves.toBeDefined();
  expect(warnings).toEqual([]);
});

it('a connection keeps the plan of a statement that asks for it, and of no other', async () => {
  const database = databaseOfOneConnection();
  for (const number of [1, 2]) {
    const marked = sql<{ one: number }>`
      ${prepared}
      select ${number}::int as one
    `;
    expect((await marked.execute(database.read)).rows).toEqual([{ one: number }]);
    await sql`select ${number}::int as other`.execute(database.read);
  }
  const { rows } = await sql<{ statement: string }>`select statement from pg_prepared_statements`.execute(
    database.read,
  );
  expect(rows).toHaveLength(1);
  expect(rows[0]?.statement).toContain('as one');
});
