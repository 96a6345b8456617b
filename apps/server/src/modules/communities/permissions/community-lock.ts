import type { CommunityId } from '@plaza/contract';
import { type RawBuilder, sql } from 'kysely';
import type { Tx } from '../../../platform/database/database.js';

type LockMode = 'shared' | 'exclusive';

/**
 * Locks everybody's permissions in a community until the transaction ends: what depends on them takes it `shared`, what
 * changes them `exclusive`. Taken before the first write, so that the event log has both in the order they happened.
 */
export async function lockCommunity(tx: Tx, communityId: CommunityId, mode: LockMode): Promise<void> {
  await sql`select ${communityLock(sql`${communityId}::uuid`, mode)}`.execute(tx);
}

/** The same lock as an expression, for a statement that takes several. */
export function communityLock(communityId: RawBuilder<unknown>, mode: LockMode): RawBuilder<unknown> {
  const key = sql`hashtextextended('community ' || ${communityId}::text, 0)`;
  return mode === 'shared' ? sql`pg_advisory_xact_lock_shared(${key})` : sql`pg_advisory_xact_lock(${key})`;
}
