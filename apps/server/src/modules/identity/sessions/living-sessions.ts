import { Injectable } from '@nestjs/common';
import type { SessionId } from '@plaza/contract';
import { LRUCache } from 'lru-cache';
import { Clock } from '../../../platform/clock/clock.js';
import { Database } from '../../../platform/database/database.js';
import type { SignedInViewer } from '../../../platform/http/viewer.js';
import '../identity.tables.js';
import { LastSeen } from './last-seen.js';

/** How long an answer is cached; a revocation on another node takes effect after that at the latest. */
const FRESH_MS = 1_000;
const REMEMBERED = 20_000;

interface Check {
  askedAt: number;
  viewer: Promise<SignedInViewer | undefined>;
}

/** Which sessions live: asked of the database, with an answer at most a second old. */
@Injectable()
export class LivingSessions {
  private readonly checks = new LRUCache<SessionId, Check>({ max: REMEMBERED });

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly lastSeen: LastSeen,
  ) {}

  /** Whoever the session belongs to; nobody when it has ended, or the account may not sign in. */
  async viewerOf(sessionId: SessionId): Promise<SignedInViewer | undefined> {
    const now = this.clock.milliseconds();
    const known = this.checks.get(sessionId);
    if (known && Math.abs(now - known.askedAt) <= FRESH_MS) return known.viewer;
    const check = { askedAt: now, viewer: this.load(sessionId) };
    this.checks.set(sessionId, check);
    check.viewer.catch(() => this.checks.delete(sessionId));
    return check.viewer;
  }

  /** Called once a revocation has committed: what was asked before does not count any more. */
  forget(sessionIds: SessionId[]): void {
    for (const sessionId of sessionIds) this.checks.delete(sessionId);
  }

  /** Those of the sessions that do not live any more, asked of the database now. */
  async endedAmong(sessionIds: SessionId[]): Promise<SessionId[]> {
    if (sessionIds.length === 0) return [];
    const living = await this.living().select('sessions.id').where('sessions.id', 'in', sessionIds).execute();
    const livingIds = new Set(living.map(({ id }) => id));
    return sessionIds.filter((sessionId) => !livingIds.has(sessionId));
  }

  private living() {
    return this.database.read
      .selectFrom('sessions')
      .innerJoin('users', 'users.id', 'sessions.user_id')
      .where('sessions.revoked_at', 'is', null)
      .where('sessions.expires_at', '>', this.clock.now())
      .where('users.status', '=', 'active');
  }

  private async load(sessionId: SessionId): Promise<SignedInViewer | undefined> {
    const row = await this.living()
      .select(['users.id', 'users.role', 'sessions.last_seen_at', 'sessions.proven_at'])
      .where('sessions.id', '=', sessionId)
      .executeTakeFirst();
    if (!row) return undefined;
    this.lastSeen.note(sessionId, row.last_seen_at);
    const credential = { kind: 'session', sessionId, provenAt: row.proven_at } as const;
    return { userId: row.id, role: row.role, credential, scopes: 'all' };
  }
}
