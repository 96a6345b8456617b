import { Injectable } from '@nestjs/common';
import type { UserId } from '@plaza/contract';
import { sql } from 'kysely';
import { Clock } from '../../../platform/clock/clock.js';
import { Database, type Querier, type Tx } from '../../../platform/database/database.js';
import { EventLog } from '../../../platform/events/event-log.js';
import { Mailer } from '../../../platform/mail/mailer.js';
import { invalidInput, ProblemError } from '../../../platform/problems/problem-error.js';
import { userTopic } from '../../../platform/realtime/realtime.js';
import { Settings } from '../../../platform/settings/settings.js';
import { presenceTopic } from '../identity.events.js';
import { reportTaken } from '../users.repository.js';
import '../identity.tables.js';
import { emailChangeEmail, emailKeptEmail, tokenLink, verificationEmail } from '../mail/account-emails.js';
import type { Receiver } from '../mail/email-message.js';
import { MailLimit } from '../mail/mail-limit.js';
import { type OneTimeToken, OneTimeTokens } from '../mail/one-time-tokens.js';
import { lockCredentials } from '../passwords/credentials.js';
import { PasswordProof } from '../passwords/password-proof.js';
import { SessionsService } from '../sessions/sessions.service.js';

/** An account whose address is to be proved. */
interface Addressee extends Receiver {
  userId: UserId;
}

/** The address of an account: proved, changed, and taken back. */
@Injectable()
export class EmailAddresses {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly events: EventLog,
    private readonly mailer: Mailer,
    private readonly settings: Settings,
    private readonly limit: MailLimit,
    private readonly tokens: OneTimeTokens,
    private readonly proof: PasswordProof,
    private readonly sessions: SessionsService,
  ) {}

  /** Mails the link that proves an address. */
  async askForProof(tx: Tx, addressee: Addressee): Promise<void> {
    const token = await this.tokens.issue(tx, 'verify_email', addressee);
    const url = tokenLink(this.settings.publicUrl, 'verify', token);
    await this.mailer.send(tx, verificationEmail(addressee, url));
  }

  /** Mails the link again, to the address that is not proved yet; where there is none, nothing. Errors: `rate_limited`. */
  async resendProof(userId: UserId): Promise<void> {
    const account = await this.load(this.database.read, userId);
    const email = account.pendingEmail ?? (account.isVerified ? null : account.email);
    if (email === null) return;
    await this.limit.count(email);
    const { displayName, locale } = account;
    await this.database.transaction((tx) => this.askForProof(tx, { userId, email, displayName, locale }));
  }

  /**
   * Notes another address, which counts once it is proved; the old one gets a notice and can undo it. Whether somebody else
   * has the new one is not revealed. Errors: `invalid_credentials`, `invalid_input` for the present address, `rate_limited`.
   */
  async change(userId: UserId, email: string, currentPassword: string): Promise<void> {
    const credentials = await this.proof.check(userId, currentPassword);
    await this.limit.count(email);
    await this.database.transaction(async (tx) => {
      await lockCredentials(tx, credentials);
      const account = await this.load(tx, userId);
      if (account.email.toLowerCase() === email.toLowerCase()) {
        throw invalidInput('email', 'unchanged', 'This is the present address');
      }
      await tx.updateTable('users').set({ pending_email: email }).where('id', '=', userId).execute();
      const { displayName, locale } = account;
      await this.askForProof(tx, { userId, email, displayName, locale });
      const undo = await this.tokens.issue(tx, 'undo_email', { userId, email: account.email });
      const url = tokenLink(this.settings.publicUrl, 'undoEmail', undo);
      await this.mailer.send(tx, emailChangeEmail(account, email, url));
      await this.tellUpdated(tx, userId);
    });
  }

  /** Errors: `token_invalid`, whatever is wrong with it; `email_taken` when somebody else has proved the address. */
  async verify(token: string): Promise<void> {
    await reportTaken(() =>
      this.database.transaction(async (tx) => {
        const proved = await this.tokens.take(tx, 'verify_email', token);
        const isDone = (await this.confirm(tx, proved)) || (await this.moveTo(tx, proved));
        if (!isDone) throw new ProblemError('token_invalid');
        await this.tellUpdated(tx, proved.userId);
      }),
    );
  }

  /**
   * Gives the account back the address that the token was mailed to, ends all sessions, and mails a link for a new password
   * there: whoever asked for the change knew the present one. Errors: `token_invalid`, whatever is wrong with it.
   */
  async undoChange(token: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      const { userId, email } = await this.tokens.take(tx, 'undo_email', token);
      await tx
        .updateTable('users')
        .set({ email, email_verified_at: this.clock.now(), pending_email: null })
        .where('id', '=', userId)
        .execute();
      await this.tokens.invalidate(tx, userId, ['verify_email', 'reset_password', 'undo_email']);
      await this.sessions.endAll(tx, userId, 'email_change_undone');
      const account = await this.load(tx, userId);
      const reset = await this.tokens.issue(tx, 'reset_password', { userId, email });
      const url = tokenLink(this.settings.publicUrl, 'reset', reset);
      await this.mailer.send(tx, emailKeptEmail(account, url));
      await this.tellUpdated(tx, userId);
    });
  }

  private async confirm(tx: Tx, { userId, email }: OneTimeToken): Promise<boolean> {
    const confirmed = await tx
      .updateTable('users')
      .set({ email_verified_at: sql`coalesce(email_verified_at, ${this.clock.now()})` })
      .where('id', '=', userId)
      .where('email', '=', email)
      .executeTakeFirst();
    return confirmed.numUpdatedRows === 1n;
  }

  /** Links to the old address die with it. */
  private async moveTo(tx: Tx, { userId, email }: OneTimeToken): Promise<boolean> {
    const moved = await tx
      .updateTable('users')
      .set({ email, email_verified_at: this.clock.now(), pending_email: null })
      .where('id', '=', userId)
      .where('pending_email', '=', email)
      .executeTakeFirst();
    if (moved.numUpdatedRows === 0n) return false;
    if (await this.tokens.isReserved(tx, email, userId)) throw new ProblemError('email_taken');
    await this.tokens.invalidate(tx, userId, ['verify_email', 'reset_password']);
    return true;
  }

  private async load(querier: Querier, userId: UserId) {
    const row = await querier
      .selectFrom('users')
      .select(['email', 'email_verified_at', 'pending_email', 'display_name', 'locale'])
      .where('id', '=', userId)
      .executeTakeFirstOrThrow();
    return {
      email: row.email,
      isVerified: row.email_verified_at !== null,
      pendingEmail: row.pending_email,
      displayName: row.display_name,
      locale: row.locale,
    };
  }

  private async tellUpdated(tx: Tx, userId: UserId): Promise<void> {
    await this.events.append(tx, {
      name: 'user.updated',
      subject: { userId },
      topics: [userTopic(userId), presenceTopic(userId)],
      actorId: userId,
    });
  }
}
