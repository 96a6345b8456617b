import { readFile } from 'node:fs/promises';
import type pg from 'pg';

export interface Violation {
  /** What should be true. */
  rule: string;
  /** The row where it does not. */
  place: string;
}

/** Lies beside the sources: the compiler does not copy it. */
const file = new URL('../../src/cli/invariants.sql', import.meta.url);

/** Asks all invariants in one statement, that is of one moment; gives at most `limit` violations. */
export async function findViolations(connections: pg.Pool, limit: number): Promise<Violation[]> {
  const invariants = await readFile(file, 'utf8');
  const client = await connections.connect();
  try {
    await client.query('begin read only');
    // Looking at every row takes longer than a request may.
    await client.query('set local statement_timeout = 0');
    const { rows } = await client.query<Violation>(
      `select rule, place from (${invariants}) as violations limit ${limit}`,
    );
    return rows;
  } finally {
    await client.query('rollback');
    client.release();
  }
}
