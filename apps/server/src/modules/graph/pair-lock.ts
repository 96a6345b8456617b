import type { UserId } from '@plaza/contract';
import { sql } from 'kysely';
import type { Tx } from '../../platform/database/database.js';

/**
 * Locks the relation between two people until the transaction ends. Whatever needs that there is no block takes it shared and
 * then checks; blocking takes it exclusive: so nothing slips past a block that is being made. Taken before any row.
 */
export async function lockPair(tx: Tx, a: UserId, b: UserId, mode: 'shared' | 'exclusive'): Promise<void> {
  const pair = `pair ${a < b ? `${a} ${b}` : `${b} ${a}`}`;
  await (mode === 'shared'
    ? sql`select pg_advisory_xact_lock_shared(hashtextextended(${pair}, 0))`
    : sql`select pg_advisory_xact_lock(hashtextextended(${pair}, 0))`
  ).execute(tx);
}
