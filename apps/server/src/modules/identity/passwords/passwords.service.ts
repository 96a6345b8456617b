import { Injectable } from '@nestjs/common';
import type { UserId } from '@plaza/contract';
import { sql } from 'kysely';
import { Clock } from '../../../platform/clock/clock.js';
import { Database, type Querier, type Tx } from '../../../platform/database/database.js';
import { EventLog } from '../../../platform/events/event-log.js';
import type { SessionViewer } from '../../../platform/http/viewer.js';
import { Mailer } from '../../../platform/mail/mailer.js';
import { ProblemError } from '../../../platform/problems/problem-error.js';
import { Settings } from '../../../platform/settings/settings.js';
import { passwordChangedEmail, resetEmail, tokenLink } from '../mail/account-emails.js';
import { MailLimit } from '../mail/mail-limit.js';
import { OneTimeTokens } from '../mail/one-time-tokens.js';
import '../identity.tables.js';
import { SessionsService } from '../sessions/sessions.service.js';
import { lockCredentials } from './credentials.js';
import { PasswordHasher } from './password-hasher.js';
import { PasswordProof } from './password-proof.js';
import { passwordObjection } from './password-rules.js';

/** Passwords that are known and changed, or forgotten and set anew. */
@Injectable()
export class PasswordsService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly events: EventLog,
    private readonly mailer: Mailer,
    private readonly settings: Settings,
    private readonly limit: MailLimit,
    private readonly tokens: OneTimeTokens,
    private readonly hasher: PasswordHasher,
    private readonly proof: PasswordProof,
    private readonly sessions: SessionsService,
  ) {}

  /** Ends all other sessions. Errors: `invalid_credentials`, `invalid_input`, `rate_limited`, `unavailable`. */
  async change(viewer: SessionViewer, current: string, next: string): Promise<void> {
    const credentials = await this.proof.check(viewer.userId, current);
    await this.assertTakeable(viewer.userId, next, 'newPassword');
    const passwordHash = await this.hasher.hash(next);
    await this.database.transaction(async (tx) => {
      await lockCredentials(tx, credentials);
      await this.store(tx, viewer.userId, passwordHash);
      const { sessionId } = viewer.credential;
      await this.sessions.endAll(tx, viewer.userId, 'password_changed', sessionId);
      await this.sessions.markProven(tx, sessionId);
    });
  }

  /**
   * Has a reset link mailed if the address is known. Known or not, the same is written and the same takes as long; who it is
   * for is found out afterwards. Errors: `rate_limited`.
   */
  async forgot(email: string): Promise<void> {
    await this.limit.count(email);
    await this.database.transaction(async (tx) => {
      const known = await tx
        .selectFrom('users')
        .select('id')
        .where('email', '=', email)
        .where('status', '=', 'active')
        .executeTakeFirst();
      await this.events.append(tx, {
        name: 'password.reset_requested',
        subject: { userId: known?.id ?? null },
        topics: [],
      });
    });
  }

  async mailResetLink(tx: Tx, userId: UserId): Promise<void> {
    const person = await personOf(tx, userId);
    if (!person) return;
    const token = await this.tokens.issue(tx, 'reset_password', { userId, email: person.email });
    const url = tokenLink(this.settings.publicUrl, 'reset', token);
    await this.mailer.send(tx, resetEmail(person, url));
  }

  /** Ends all sessions. Errors: `token_invalid`, whatever is wrong with it; `invalid_input`, `unavailable`. */
  async reset(token: string, next: string): Promise<void> {
    const { userId } = await this.tokens.peek('reset_password', token);
    await this.assertTakeable(userId, next, 'password');
    const passwordHash = await this.hasher.hash(next);
    await this.database.transaction(async (tx) => {
      const { email } = await this.tokens.take(tx, 'reset_password', token);
      await this.store(tx, userId, passwordHash);
      await this.markProved(tx, userId, email);
      await this.sessions.endAll(tx, userId, 'password_reset');
    });
  }

  /** The email only ever came to this address, so it is proved; if the account has another by now, it came too late. */
  private async markProved(tx: Tx, userId: UserId, email: string): Promise<void> {
    const proved = await tx
      .updateTable('users')
      .set({ email_verified_at: sql`coalesce(email_verified_at, ${this.clock.now()})` })
      .where('id', '=', userId)
      .where('email', '=', email)
      .executeTakeFirst();
    if (proved.numUpdatedRows === 0n) throw new ProblemError('token_invalid');
  }

  private async assertTakeable(userId: UserId, password: string, path: string): Promise<void> {
    const owner = await personOf(this.database.read, userId);
    const objection = owner && passwordObjection(password, owner, path);
    if (objection) throw objection;
  }

  /** Pending reset links end with the old password; the person is notified. */
  private async store(tx: Tx, userId: UserId, passwordHash: string): Promise<void> {
    await tx
      .updateTable('credentials')
      .set({ password_hash: passwordHash, changed_at: this.clock.now() })
      .where('user_id', '=', userId)
      .execute();
    await this.tokens.invalidate(tx, userId, ['reset_password']);
    const person = await personOf(tx, userId);
    if (person) await this.mailer.send(tx, passwordChangedEmail(person, `${this.settings.publicUrl}/reset`));
  }
}

async function personOf(querier: Querier, userId: UserId) {
  return querier
    .selectFrom('users')
    .select(['username', 'email', 'display_name as displayName', 'locale'])
    .where('id', '=', userId)
    .executeTakeFirst();
}
