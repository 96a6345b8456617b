import { createHmac } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { SessionId, UserId } from '@plaza/contract';
import { Clock } from '../../../platform/clock/clock.js';
import type { Tx } from '../../../platform/database/database.js';
import { Settings } from '../../../platform/settings/settings.js';
import '../identity.tables.js';
import { hashOfSecret, keyFor, newSecret } from '../secrets.js';

const DAY_MS = 86_400_000;
export const REFRESH_TOKEN_MS = 30 * DAY_MS;
/** A client that lost the response may ask again for this long. */
const REPEAT_MS = 10_000;

export interface RefreshToken {
  token: string;
  issuedAt: Date;
  expiresAt: Date;
}

interface SessionOwner {
  sessionId: SessionId;
  userId: UserId;
}

export type Rotation =
  | ({ kind: 'rotated'; next: RefreshToken } & SessionOwner)
  /** Asked again within seconds: the same next token. */
  | ({ kind: 'repeated'; next: RefreshToken } & SessionOwner)
  /** Somebody else had the token as well: the session is not to be trusted any more. */
  | ({ kind: 'reused' } & SessionOwner)
  | { kind: 'ended' };

/**
 * Refresh tokens, of which only hashes are stored. The next one is computed from the one before and the secret key, so
 * that the same token presented again within seconds gives the same next one although nobody has kept it.
 */
@Injectable()
export class RefreshTokens {
  private readonly successionKey: Buffer;

  constructor(
    private readonly clock: Clock,
    settings: Settings,
  ) {
    this.successionKey = keyFor('refresh tokens', settings.secretKey);
  }

  /** The first of a session. */
  async issue(tx: Tx, sessionId: SessionId): Promise<RefreshToken> {
    const first = refreshToken(newSecret(), this.clock.now());
    await this.insert(tx, sessionId, first);
    return first;
  }

  /** Takes a token for the next one; two requests at once with the same token get the same. */
  async rotate(tx: Tx, token: string): Promise<Rotation> {
    const presented = await this.lock(tx, token);
    if (!presented) return { kind: 'ended' };
    const { sessionId, userId, rotatedAt } = presented;
    const now = this.clock.now();
    if (rotatedAt === null) {
      const next = refreshToken(this.successorOf(token), now);
      await this.markRotated(tx, token, now);
      await this.insert(tx, sessionId, next);
      return { kind: 'rotated', sessionId, userId, next };
    }
    if (Math.abs(now.getTime() - rotatedAt.getTime()) > REPEAT_MS)
      return { kind: 'reused', sessionId, userId };
    return { kind: 'repeated', sessionId, userId, next: refreshToken(this.successorOf(token), rotatedAt) };
  }

  private successorOf(token: string): string {
    return createHmac('sha256', this.successionKey).update(token).digest('base64url');
  }

  /** The row of a living token of a living session; both stay locked against a second rotation and a revocation. */
  private async lock(
    tx: Tx,
    token: string,
  ): Promise<(SessionOwner & { rotatedAt: Date | null }) | undefined> {
    const now = this.clock.now();
    return tx
      .selectFrom('refresh_tokens')
      .innerJoin('sessions', 'sessions.id', 'refresh_tokens.session_id')
      .innerJoin('users', 'users.id', 'sessions.user_id')
      .select([
        'sessions.id as sessionId',
        'sessions.user_id as userId',
        'refresh_tokens.rotated_at as rotatedAt',
      ])
      .where('refresh_tokens.hash', '=', hashOfSecret(token))
      .where('refresh_tokens.expires_at', '>', now)
      .where('sessions.revoked_at', 'is', null)
      .where('sessions.expires_at', '>', now)
      .where('users.status', '=', 'active')
      .forUpdate(['refresh_tokens', 'sessions'])
      .executeTakeFirst();
  }

  private async markRotated(tx: Tx, token: string, at: Date): Promise<void> {
    await tx
      .updateTable('refresh_tokens')
      .set({ rotated_at: at })
      .where('hash', '=', hashOfSecret(token))
      .execute();
  }

  private async insert(
    tx: Tx,
    sessionId: SessionId,
    { token, issuedAt, expiresAt }: RefreshToken,
  ): Promise<void> {
    await tx
      .insertInto('refresh_tokens')
      .values({
        hash: hashOfSecret(token),
        session_id: sessionId,
        created_at: issuedAt,
        expires_at: expiresAt,
      })
      .execute();
  }
}

function refreshToken(token: string, issuedAt: Date): RefreshToken {
  return { token, issuedAt, expiresAt: new Date(issuedAt.getTime() + REFRESH_TOKEN_MS) };
}
