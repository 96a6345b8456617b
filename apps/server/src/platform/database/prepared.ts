import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type pg from 'pg';

const MARK = '/* prepared */';

/**
 * Begins a statement of many joins that runs often and always has the same text: each connection keeps its plan, which
 * otherwise costs more than the rows. Not for what is put together anew from call to call.
 */
export const prepared = sql.raw(MARK);

/** Makes a connection keep the plans of statements that ask for it. */
export function keepPlans(client: pg.ClientBase): void {
  const query = client.query.bind(client) as (...given: unknown[]) => unknown;
  const preparing = (statement: unknown, values: unknown, ...rest: unknown[]) =>
    typeof statement === 'string' && statement.trimStart().startsWith(MARK)
      ? query({ name: nameOf(statement), text: statement, values }, ...rest)
      : query(statement, values, ...rest);
  client.query = preparing as typeof client.query;
}

const names = new Map<string, string>();

function nameOf(statement: string): string {
  const name = names.get(statement) ?? createHash('sha256').update(statement).digest('base64url');
  names.set(statement, name);
  return name;
}
