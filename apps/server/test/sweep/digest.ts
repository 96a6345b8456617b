import type { World } from '../support/world.js';

/** What moves although nothing happened: a session was seen, a listener went on, a job queue looked after itself. */
const RESTLESS = ['event_cursors', 'schema_migrations', 'sessions'];

let tables: string[] | undefined;

/** A fingerprint of every row of the product: equal as long as nothing was written. */
export async function digest(world: World): Promise<string> {
  tables ??= (
    await world.rows<{ name: string }>(
      `select table_name as name from information_schema.tables
       where table_schema = 'public' and table_type = 'BASE TABLE' and not table_name = any($1)
       order by 1`,
      [RESTLESS],
    )
  ).map(({ name }) => name);
  const parts = tables.map(
    (name) =>
      `select '${name}' as name, coalesce(md5(string_agg(t::text, '|' order by t::text)), '') as sum from ${name} t`,
  );
  const rows = await world.rows<{ name: string; sum: string }>(`${parts.join(' union all ')} order by 1`);
  return JSON.stringify(rows);
}
