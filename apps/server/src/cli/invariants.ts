import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type pg from 'pg';

export interface Violation {
  /** What should be true. */
  rule: string;
  /** The row where it is not. */
  row: string;
}

/** They lie beside the sources: the compiler does not copy SQL. */
const sources = fileURLToPath(new URL('../../src/', import.meta.url));

/**
 * Asks the invariants of all modules (`*.invariants.sql`) in one transaction, so that all answers are of one moment; gives at
 * most `limit` violations.
 */
export async function findViolations(connections: pg.Pool, limit: number): Promise<Violation[]> {
  const client = await connections.connect();
  try {
    await client.query('begin isolation level repeatable read read only');
    // Looking at every row takes longer than a request may.
    await client.query('set local statement_timeout = 0');
    const violations: Violation[] = [];
    for (const file of globSync('**/*.invariants.sql', { cwd: sources })) {
      const statement = readFileSync(join(sources, file), 'utf8');
      const { rows } = await client.query<Violation>(
        `select rule, row_id as row from (${statement}) as violations limit ${limit - violations.length}`,
      );
      violations.push(...rows);
    }
    return violations;
  } finally {
    await client.query('rollback');
    client.release();
  }
}
