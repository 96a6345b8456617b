import { Injectable } from '@nestjs/common';
import type { SessionId, UserId } from '@plaza/contract';
import ipaddr from 'ipaddr.js';
import { Clock } from '../../../platform/clock/clock.js';
import { Database, type Tx } from '../../../platform/database/database.js';
import { EventLog } from '../../../platform/events/event-log.js';
import type { SessionViewer } from '../../../platform/http/viewer.js';
import { Ids } from '../../../platform/ids/ids.js';
import { Mailer } from '../../../platform/mail/mailer.js';
import { ProblemError } from '../../../platform/problems/problem-error.js';
import { userTopic } from '../../../platform/realtime/realtime.js';
import { Settings } from '../../../platform/settings/settings.js';
import type { RevocationReason } from '../identity.events.js';
import { sessionEndedEmail } from '../mail/account-emails.js';
import { AccessTokens } from './access-tokens.js';
import { LivingSessions } from './living-sessions.js';
import { REFRESH_TOKEN_MS, type RefreshToken, RefreshTokens } from './refresh-tokens.js';

/** Where a session is opened from. */
export interface Origin {
  ip: string;
  device: string;
}

export interface OpenedSession {
  userId: UserId;
  sessionId: SessionId;
  refreshToken: RefreshToken;
}

/** What a client is handed. */
export interface IssuedTokens {
  accessToken: string;
  refreshToken: RefreshToken;
}

/** Opens, prolongs and ends sessions. A session is the family of its refresh tokens. */
@Injectable()
export class SessionsService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly ids: Ids,
    private readonly events: EventLog,
    private readonly mailer: Mailer,
    private readonly settings: Settings,
    private readonly refreshTokens: RefreshTokens,
    private readonly accessTokens: AccessTokens,
    private readonly living: LivingSessions,
  ) {}

  async open(tx: Tx, userId: UserId, origin: Origin): Promise<OpenedSession> {
    const sessionId = this.ids.next<SessionId>();
    const now = this.clock.now();
    await tx
      .insertInto('sessions')
      .values({
        id: sessionId,
        user_id: userId,
        device: origin.device,
        ip: plainAddress(origin.ip),
        created_at: now,
        last_seen_at: now,
        proven_at: now,
        expires_at: new Date(now.getTime() + REFRESH_TOKEN_MS),
      })
      .execute();
    return { userId, sessionId, refreshToken: await this.refreshTokens.issue(tx, sessionId) };
  }

  /** The pair of tokens for a session that is committed. */
  async tokensFor({ userId, sessionId, refreshToken }: OpenedSession): Promise<IssuedTokens> {
    const accessToken = await this.accessTokens.sign({ userId, sessionId }, refreshToken.issuedAt);
    return { accessToken, refreshToken };
  }

  /**
   * Takes a refresh token for a new pair; within 10 s the same token gives the same pair. Errors: `session_ended` for any
   * token that is not good; one used before also ends its session, and the person is notified.
   */
  async refresh(token: string): Promise<IssuedTokens> {
    const rotation = await this.database.transaction(async (tx) => {
      const rotation = await this.refreshTokens.rotate(tx, token);
      if (rotation.kind === 'rotated') await this.prolong(tx, rotation.sessionId, rotation.next);
      if (rotation.kind === 'reused') await this.endReused(tx, rotation.userId, rotation.sessionId);
      return rotation;
    });
    if (rotation.kind === 'reused' || rotation.kind === 'ended') throw new ProblemError('session_ended');
    const { userId, sessionId, next } = rotation;
    return this.tokensFor({ userId, sessionId, refreshToken: next });
  }

  async signOut(viewer: SessionViewer): Promise<void> {
    await this.database.transaction((tx) =>
      this.end(tx, viewer.userId, [viewer.credential.sessionId], 'signed_out'),
    );
  }

  /** Errors: `not_found` unless it is a living session of the viewer. */
  async revoke(viewer: SessionViewer, sessionId: SessionId): Promise<void> {
    await this.database.transaction(async (tx) => {
      const ended = await this.end(tx, viewer.userId, [sessionId], 'revoked');
      if (ended === 0) throw new ProblemError('not_found');
    });
  }

  async revokeOthers(viewer: SessionViewer): Promise<void> {
    await this.database.transaction((tx) =>
      this.endAll(tx, viewer.userId, 'revoked', viewer.credential.sessionId),
    );
  }

  /** The person has just proved in this session that it is they. */
  async markProven(tx: Tx, sessionId: SessionId): Promise<void> {
    await tx
      .updateTable('sessions')
      .set({ proven_at: this.clock.now() })
      .where('id', '=', sessionId)
      .execute();
    this.database.afterCommit(() => this.living.forget([sessionId]));
  }

  /** Ends all sessions of a person, but the one to keep. */
  async endAll(tx: Tx, userId: UserId, reason: RevocationReason, kept?: SessionId): Promise<void> {
    const living = await tx
      .selectFrom('sessions')
      .select('id')
      .where('user_id', '=', userId)
      .where('revoked_at', 'is', null)
      .where('expires_at', '>', this.clock.now())
      .execute();
    const sessionIds = living.map(({ id }) => id).filter((id) => id !== kept);
    await this.end(tx, userId, sessionIds, reason);
  }

  /** Returns how many of them were alive; those are in the event log, and no longer trusted here from the commit on. */
  private async end(
    tx: Tx,
    userId: UserId,
    sessionIds: SessionId[],
    reason: RevocationReason,
  ): Promise<number> {
    if (sessionIds.length === 0) return 0;
    const now = this.clock.now();
    const ended = await tx
      .updateTable('sessions')
      .set({ revoked_at: now, revoked_reason: reason })
      .where('id', 'in', sessionIds)
      .where('user_id', '=', userId)
      .where('revoked_at', 'is', null)
      .where('expires_at', '>', now)
      .returning('id')
      .execute();
    if (ended.length === 0) return 0;
    const endedIds = ended.map(({ id }) => id);
    await this.events.append(tx, {
      name: 'session.revoked',
      subject: { userId, sessionIds: endedIds, reason },
      topics: [userTopic(userId)],
      actorId: userId,
    });
    this.database.afterCommit(() => this.living.forget(endedIds));
    return endedIds.length;
  }

  private async prolong(tx: Tx, sessionId: SessionId, { issuedAt, expiresAt }: RefreshToken): Promise<void> {
    await tx
      .updateTable('sessions')
      .set({ last_seen_at: issuedAt, expires_at: expiresAt })
      .where('id', '=', sessionId)
      .execute();
    await tx
      .deleteFrom('refresh_tokens')
      .where('session_id', '=', sessionId)
      .where('expires_at', '<=', this.clock.now())
      .execute();
  }

  private async endReused(tx: Tx, userId: UserId, sessionId: SessionId): Promise<void> {
    const person = await tx
      .selectFrom('sessions')
      .innerJoin('users', 'users.id', 'sessions.user_id')
      .select(['users.email', 'users.display_name as displayName', 'users.locale', 'sessions.device'])
      .where('sessions.id', '=', sessionId)
      .executeTakeFirstOrThrow();
    await this.end(tx, userId, [sessionId], 'token_reused');
    const url = `${this.settings.publicUrl}/settings/sessions`;
    await this.mailer.send(tx, sessionEndedEmail(person, person.device, url));
  }
}

/** How PostgreSQL and people write an address: IPv4 behind a dual-stack socket is IPv4, and no zone. */
function plainAddress(ip: string): string {
  const address = ipaddr.process(ip);
  return address instanceof ipaddr.IPv6 ? new ipaddr.IPv6(address.parts).toString() : address.toString();
}
