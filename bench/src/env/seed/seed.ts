import pg from 'pg';
import { say } from '../figures.js';
import { shapeOf } from './rows.js';
import { seedSteps } from './statements.js';

/** Fills an empty database; `url` is the superuser's. Indexes are made after the rows, and keys are right by construction. */
export async function seed(url: string, rows: number): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(`
      set session_replication_role = replica;
      set synchronous_commit = off;
      set maintenance_work_mem = '256MB';
      set work_mem = '256MB';
      set max_parallel_maintenance_workers = 2;
    `);
    const indexes = await dropIndexes(client);
    for (const [name, statements] of seedSteps(shapeOf(rows), new Date().toISOString())) {
      await timed(name, () => client.query(statements));
    }
    await timed('indexes', () => client.query(`${indexes.join(';\n')}; drop schema seeding cascade;`));
    await timed('statistics', () => client.query('vacuum (analyze)'));
  } finally {
    await client.end();
  }
}

/** All that no constraint stands on; gives the statements that make them again. */
async function dropIndexes(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string; definition: string }>(`
    select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as definition
    from pg_index
    join pg_class on pg_class.oid = indexrelid and pg_class.relkind = 'i'
    where pg_class.relnamespace = 'public'::regnamespace
      and not pg_class.relispartition
      and not exists (select from pg_constraint where conindid = indexrelid)
  `);
  if (rows.length > 0) await client.query(`drop index ${rows.map(({ name }) => name).join(', ')}`);
  return rows.map(({ definition }) => definition);
}

async function timed(name: string, work: () => Promise<unknown>): Promise<void> {
  const began = performance.now();
  await work();
  say(`  ${name}: ${((performance.now() - began) / 1_000).toFixed(1)} s`);
}
