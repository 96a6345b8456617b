import { sql } from 'kysely';
import { expect, inject, it, onTestFinished } from 'vitest';
import { Database } from '../../src/platform/database/database.js';
import { openPool } from '../../src/platform/database/pool.js';

it('statements given at once to one transaction run in turn, also behind one that failed', async () => {
  const database = new Database(openPool({ connectionString: inject('clusterUrl') }, 1));
  onTestFinished(() => database.close());
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
