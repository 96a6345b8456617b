import type { UserId } from '@plaza/contract';
import { sql } from 'kysely';
import type { Tx } from '../../../platform/database/database.js';
import { ProblemError } from '../../../platform/problems/problem-error.js';
import '../identity.tables.js';

/** A password as it was when it was checked. */
export interface CheckedCredentials {
  userId: UserId;
  /** Identifies the password; a re-hash of the same password keeps it. */
  changedAt: string;
}

/**
 * Locks the password that was checked: whoever changes it waits for this transaction, or was faster and then this one is
 * too late. Errors: `invalid_credentials` when it is no longer the password.
 */
export async function lockCredentials(tx: Tx, { userId, changedAt }: CheckedCredentials): Promise<void> {
  const locked = await tx
    .selectFrom('credentials')
    .select('user_id')
    .where('user_id', '=', userId)
    .where(sql<boolean>`changed_at = ${changedAt}::timestamptz`)
    .forUpdate()
    .executeTakeFirst();
  if (!locked) throw new ProblemError('invalid_credentials');
}
