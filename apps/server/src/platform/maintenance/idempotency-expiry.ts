import { sql } from 'kysely';
import type { Database } from '../database/database.js';

const KEPT_MS = 86_400_000;
const BATCH = 1_000;

/** Forgets the idempotency keys older than a day, in batches small enough to be in nobody's way. */
export async function expireIdempotencyKeys(
  database: Database,
  now: Date,
  signal: AbortSignal,
): Promise<void> {
  const before = new Date(now.getTime() - KEPT_MS);
  while (!signal.aborted && (await deleteBatch(database, before)) === BATCH);
}

async function deleteBatch(database: Database, before: Date): Promise<number> {
  const { numAffectedRows } = await database.transaction((tx) =>
    sql`
    delete from idempotency_keys
    where (user_id, key_hash) in (
      select user_id, key_hash
      from idempotency_keys
      where created_at < ${before}
      order by created_at
      limit ${BATCH}
    )
  `.execute(tx),
  );
  return Number(numAffectedRows ?? 0);
}
