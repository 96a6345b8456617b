import { Injectable } from '@nestjs/common';
import type { UserId } from '@plaza/contract';
import { Clock } from '../../../platform/clock/clock.js';
import { Database, type Tx } from '../../../platform/database/database.js';
import { ProblemError } from '../../../platform/problems/problem-error.js';
import type { TokenPurpose } from '../identity.tables.js';
import { hashOfSecret, newSecret } from '../secrets.js';

const HOUR_MS = 3_600_000;

/** How long a mailed link works. */
export const lifetimeHours: Record<TokenPurpose, number> = {
  verify_email: 24,
  reset_password: 1,
  undo_email: 7 * 24,
};

export interface OneTimeToken {
  userId: UserId;
  /** The address that it was mailed to. */
  email: string;
}

/** Tokens in mailed links: unguessable, stored as hashes, good for one purpose and one use. */
@Injectable()
export class OneTimeTokens {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Makes a token to be mailed to this address; earlier ones stay good until one of them is used. */
  async issue(tx: Tx, purpose: TokenPurpose, { userId, email }: OneTimeToken): Promise<string> {
    const token = newSecret();
    const now = this.clock.now();
    await tx
      .insertInto('one_time_tokens')
      .values({
        hash: hashOfSecret(token),
        user_id: userId,
        purpose,
        email,
        created_at: now,
        expires_at: new Date(now.getTime() + lifetimeHours[purpose] * HOUR_MS),
      })
      .execute();
    return token;
  }

  /** What a living token is for, without using it up. Errors: `token_invalid`, whatever is wrong with it. */
  async peek(purpose: TokenPurpose, token: string): Promise<OneTimeToken> {
    const found = await this.database.read
      .selectFrom('one_time_tokens')
      .select(['user_id as userId', 'email'])
      .where('hash', '=', hashOfSecret(token))
      .where('purpose', '=', purpose)
      .where('used_at', 'is', null)
      .where('expires_at', '>', this.clock.now())
      .executeTakeFirst();
    if (!found) throw new ProblemError('token_invalid');
    return found;
  }

  /** Uses a token up: of two at once, one. Errors: `token_invalid`, whatever is wrong with it. */
  async take(tx: Tx, purpose: TokenPurpose, token: string): Promise<OneTimeToken> {
    const now = this.clock.now();
    const taken = await tx
      .updateTable('one_time_tokens')
      .set({ used_at: now })
      .where('hash', '=', hashOfSecret(token))
      .where('purpose', '=', purpose)
      .where('used_at', 'is', null)
      .where('expires_at', '>', now)
      .returning(['user_id as userId', 'email'])
      .executeTakeFirst();
    if (!taken) throw new ProblemError('token_invalid');
    return taken;
  }

  /** Makes all tokens of a person worthless that serve one of the purposes. */
  async invalidate(tx: Tx, userId: UserId, purposes: TokenPurpose[]): Promise<void> {
    await tx
      .updateTable('one_time_tokens')
      .set({ used_at: this.clock.now() })
      .where('user_id', '=', userId)
      .where('purpose', 'in', purposes)
      .where('used_at', 'is', null)
      .execute();
  }

  /** Whether somebody else may still take this address back: until then nobody gets it. */
  async isReserved(tx: Tx, email: string, userId: UserId): Promise<boolean> {
    const found = await tx
      .selectFrom('one_time_tokens')
      .select('user_id')
      .where('purpose', '=', 'undo_email')
      .where('email', '=', email)
      .where('user_id', '<>', userId)
      .where('used_at', 'is', null)
      .where('expires_at', '>', this.clock.now())
      .executeTakeFirst();
    return found !== undefined;
  }
}
