import { Injectable } from '@nestjs/common';
import type { UserId } from '@plaza/contract';
import { sql } from 'kysely';
import { Database } from '../../../platform/database/database.js';
import { ProblemError } from '../../../platform/problems/problem-error.js';
import type { CheckedCredentials } from './credentials.js';
import { PasswordHasher } from './password-hasher.js';
import { SignInThrottle } from './sign-in-throttle.js';

/** Has someone who is signed in prove the password again, before what an open laptop must not allow. */
@Injectable()
export class PasswordProof {
  constructor(
    private readonly database: Database,
    private readonly throttle: SignInThrottle,
    private readonly hasher: PasswordHasher,
  ) {}

  /** Errors: `invalid_credentials`, `rate_limited` after too many of these, `unavailable`. */
  async check(userId: UserId, password: string): Promise<CheckedCredentials> {
    const credentials = await this.database.read
      .selectFrom('credentials')
      .select(['password_hash as passwordHash', sql<string>`changed_at::text`.as('changedAt')])
      .where('user_id', '=', userId)
      .executeTakeFirst();
    const isRight = await this.throttle.judgeProof(userId, () =>
      this.hasher.verify(password, credentials?.passwordHash),
    );
    if (!credentials || !isRight) throw new ProblemError('invalid_credentials');
    return { userId, changedAt: credentials.changedAt };
  }
}
