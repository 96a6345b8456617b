import { Injectable } from '@nestjs/common';
import type { Account, UserId } from '@plaza/contract';
import { sql } from 'kysely';
import { Clock } from '../../../platform/clock/clock.js';
import { Database, type Tx } from '../../../platform/database/database.js';
import { EventLog } from '../../../platform/events/event-log.js';
import { Ids } from '../../../platform/ids/ids.js';
import { ProblemError } from '../../../platform/problems/problem-error.js';
import { userTopic } from '../../../platform/realtime/realtime.js';
import { Settings } from '../../../platform/settings/settings.js';
import { EmailAddresses } from '../email/email-addresses.js';
import type { InstanceRole } from '../identity.tables.js';
import { OneTimeTokens } from '../mail/one-time-tokens.js';
import { PasswordHasher } from '../passwords/password-hasher.js';
import { passwordObjection } from '../passwords/password-rules.js';
import { type IssuedTokens, type Origin, SessionsService } from '../sessions/sessions.service.js';
import { reportTaken, usernameColumns } from '../users.repository.js';
import { loadAccount } from './accounts.queries.js';

interface Registration {
  username: string;
  email: string;
  password: string;
  /** In which the account and its e-mails speak. */
  locale?: string | undefined;
}

@Injectable()
export class RegistrationService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly ids: Ids,
    private readonly events: EventLog,
    private readonly settings: Settings,
    private readonly hasher: PasswordHasher,
    private readonly sessions: SessionsService,
    private readonly addresses: EmailAddresses,
    private readonly tokens: OneTimeTokens,
  ) {}

  /**
   * Creates an account, mails the proof of its address and signs in; the first of an instance becomes its administrator.
   * Errors: `registration_closed`, `invalid_input`, `username_taken`, `email_taken`, `unavailable`.
   */
  async register(
    { username, email, password, locale = 'en' }: Registration,
    origin: Origin,
  ): Promise<{ user: Account; tokens: IssuedTokens }> {
    if (this.settings.registration === 'closed') throw new ProblemError('registration_closed');
    const name = usernameColumns(username);
    const objection = passwordObjection(password, { username, email }, 'password');
    if (objection) throw objection;
    const passwordHash = await this.hasher.hash(password);
    const { user, session } = await reportTaken(() =>
      this.database.transaction(async (tx) => {
        const userId = await this.insert(
          tx,
          { ...name, email, display_name: username, locale },
          passwordHash,
        );
        if (await this.tokens.isReserved(tx, email, userId)) throw new ProblemError('email_taken');
        await this.addresses.askForProof(tx, { userId, email, displayName: username, locale });
        const session = await this.sessions.open(tx, userId, origin);
        await this.events.append(tx, {
          name: 'user.registered',
          subject: { userId },
          topics: [userTopic(userId)],
          actorId: userId,
        });
        return { user: await loadAccount(tx, userId), session };
      }),
    );
    return { user, tokens: await this.sessions.tokensFor(session) };
  }

  private async insert(
    tx: Tx,
    columns: {
      username: string;
      username_skeleton: string;
      email: string;
      display_name: string;
      locale: string;
    },
    passwordHash: string,
  ): Promise<UserId> {
    const id = this.ids.next<UserId>();
    const now = this.clock.now();
    const role = await this.roleOfNext(tx);
    await tx
      .insertInto('users')
      .values({ id, ...columns, role, created_at: now })
      .execute();
    await tx
      .insertInto('credentials')
      .values({ user_id: id, password_hash: passwordHash, changed_at: now })
      .execute();
    return id;
  }

  /** While there is no account, registrations go one by one: of two at once only the first finds the instance empty. */
  private async roleOfNext(tx: Tx): Promise<InstanceRole> {
    if (!(await isEmpty(tx))) return 'user';
    await sql`select pg_advisory_xact_lock(hashtextextended('plaza first account', 0))`.execute(tx);
    return (await isEmpty(tx)) ? 'admin' : 'user';
  }
}

async function isEmpty(tx: Tx): Promise<boolean> {
  const anyone = await tx.selectFrom('users').select('id').limit(1).executeTakeFirst();
  return anyone === undefined;
}
