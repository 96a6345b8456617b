import type { UserId } from '@plaza/contract';
import { sql } from 'kysely';
import type { Tx } from '../../../platform/database/database.js';
import { ProblemError } from '../../../platform/problems/problem-error.js';
import '../identity.tables.js';

/** A password as it was when it was checked. */
export interface CheckedCredentials {
  userId: UserId;
  /** Tells one password from the next; a hash that is made anew for the same password keeps it. */
  changedAt: string;
}

/**
 * Holds the password that was checked: whoever changes it waits for this transaction, or was faster and then this one is
 * too late. Errors: `invalid_credentials` when it is no longer the password.
 */
export async function lockCredentials(tx: Tx, { userId, changedAt }: CheckedCredentials): Promise<void> {
  const held = await tx
    .selectFrom('credentials')
    .select('user_id')
    .where('user_id', '=', userId)
    .where(sql<boolean>`changed_at = ${changedAt}::timestamptz`)
    .forUpdate()
    .executeTakeFirst();
  if (!held) throw new ProblemError('invalid_credentials');
}
