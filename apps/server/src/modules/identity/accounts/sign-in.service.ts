import { Injectable } from '@nestjs/common';
import type { Account, UserId } from '@plaza/contract';
import { sql } from 'kysely';
import { Database, type Tx } from '../../../platform/database/database.js';
import { subjectKey } from '../../../platform/limits/rate-limits.js';
import { ProblemError } from '../../../platform/problems/problem-error.js';
import '../identity.tables.js';
import { type CheckedCredentials, lockCredentials } from '../passwords/credentials.js';
import { PasswordHasher } from '../passwords/password-hasher.js';
import { SignInThrottle } from '../passwords/sign-in-throttle.js';
import { type IssuedTokens, type Origin, SessionsService } from '../sessions/sessions.service.js';
import { loadAccount } from './accounts.queries.js';

interface Candidate extends CheckedCredentials {
  passwordHash: string;
  isActive: boolean;
  /** The account was used from this address before, and not by a thief. */
  isKnownHere: boolean;
}

@Injectable()
export class SignInService {
  constructor(
    private readonly database: Database,
    private readonly throttle: SignInThrottle,
    private readonly hasher: PasswordHasher,
    private readonly sessions: SessionsService,
  ) {}

  /**
   * Opens a session by username or e-mail. Errors: `invalid_credentials`, the same and after the same time whether the name
   * or the password is wrong; `rate_limited` after too many of these; `forbidden` for suspended accounts; `unavailable`.
   */
  async signIn(
    login: string,
    password: string,
    origin: Origin,
  ): Promise<{ user: Account; tokens: IssuedTokens }> {
    const candidate = await this.candidate(login, origin.ip);
    const knownHere = candidate?.isKnownHere ? candidate.userId : undefined;
    const isRight = await this.throttle.judge({ login, ip: origin.ip, knownHere }, () =>
      this.hasher.verify(password, candidate?.passwordHash),
    );
    if (!candidate || !isRight) throw new ProblemError('invalid_credentials');
    if (!candidate.isActive) {
      throw new ProblemError('forbidden', { detail: 'This account cannot be used at the moment' });
    }
    const renewed = this.hasher.isOutdated(candidate.passwordHash)
      ? await this.hasher.hash(password)
      : undefined;
    const { user, session } = await this.database.transaction(async (tx) => {
      await lockCredentials(tx, candidate);
      if (renewed !== undefined) await this.storeRenewed(tx, candidate.userId, renewed);
      const session = await this.sessions.open(tx, candidate.userId, origin);
      return { user: await loadAccount(tx, candidate.userId), session };
    });
    return { user, tokens: await this.sessions.tokensFor(session) };
  }

  /** One statement for known and unknown names alike. */
  private async candidate(login: string, ip: string): Promise<Candidate | undefined> {
    return this.database.read
      .selectFrom('users')
      .innerJoin('credentials', 'credentials.user_id', 'users.id')
      .select(({ exists, selectFrom }) => [
        'users.id as userId',
        'credentials.password_hash as passwordHash',
        sql<string>`credentials.changed_at::text`.as('changedAt'),
        sql<boolean>`users.status = 'active'`.as('isActive'),
        exists(
          selectFrom('sessions')
            .select('sessions.id')
            .whereRef('sessions.user_id', '=', 'users.id')
            .where(sql<boolean>`sessions.ip <<= ${subjectKey(ip)}::inet`)
            .where('sessions.revoked_reason', 'is distinct from', 'token_reused'),
        )
          .$castTo<boolean>()
          .as('isKnownHere'),
      ])
      .where(({ or, eb }) => or([eb('users.username', '=', login), eb('users.email', '=', login)]))
      .executeTakeFirst();
  }

  /** The same password at today's cost. */
  private async storeRenewed(tx: Tx, userId: UserId, passwordHash: string): Promise<void> {
    await tx
      .updateTable('credentials')
      .set({ password_hash: passwordHash })
      .where('user_id', '=', userId)
      .execute();
  }
}
