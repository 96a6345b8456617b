import { sql } from 'kysely';
import { expect, inject, it } from 'vitest';
import { Database } from '../../src/platform/database/database.js';
import { openPool } from '../../src/platform/database/pool.js';
import { prepared } from '../../src/platform/database/prepared.js';

it('a connection keeps the plan of a statement that asks for it, and of no other', async () => {
  const database = new Database(openPool({ connectionString: inject('clusterUrl') }, 1));
  try {
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
  } finally {
    await database.close();
  }
});
