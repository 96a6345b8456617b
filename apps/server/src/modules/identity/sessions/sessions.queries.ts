import { Injectable } from '@nestjs/common';
import { type Page, type Session, SessionId, type UserId } from '@plaza/contract';
import { sql } from 'kysely';
import { z } from 'zod';
import { Clock } from '../../../platform/clock/clock.js';
import { Database } from '../../../platform/database/database.js';
import type { SessionViewer } from '../../../platform/http/viewer.js';
import { defineList, Lists, type PageQuery } from '../../../platform/lists/lists.js';
import '../identity.tables.js';

const sessions = defineList('sessions', z.tuple([z.string(), SessionId]));
type SessionKey = z.output<typeof sessions.key>;

@Injectable()
export class SessionsQueries {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly lists: Lists,
  ) {}

  /** The living sessions of the viewer, newest activity first. Errors: `cursor_invalid`, `cursor_mismatch`. */
  async page(viewer: SessionViewer, query: PageQuery): Promise<Page<Session>> {
    const { rows, nextCursor } = await this.lists.page(sessions, {
      viewerId: viewer.userId,
      query,
      load: ({ after, limit }) => this.living(viewer.userId, after, limit),
      keyOf: (row) => [row.position, row.id],
    });
    const items = rows.map((row) => ({
      id: row.id,
      device: row.device,
      ip: row.ip,
      createdAt: row.created_at.toISOString(),
      lastSeenAt: row.last_seen_at.toISOString(),
      isCurrent: row.id === viewer.credential.sessionId,
    }));
    return { items, nextCursor };
  }

  private living(userId: UserId, after: SessionKey | undefined, limit: number) {
    return this.database.read
      .selectFrom('sessions')
      .select([
        'id',
        'device',
        sql<string>`host(ip)`.as('ip'),
        'created_at',
        'last_seen_at',
        sql<string>`last_seen_at::text`.as('position'),
      ])
      .where('user_id', '=', userId)
      .where('revoked_at', 'is', null)
      .where('expires_at', '>', this.clock.now())
      .orderBy('last_seen_at', 'desc')
      .orderBy('id', 'desc')
      .$if(after !== undefined, (query) =>
        query.where(sql<boolean>`(last_seen_at, id) < (${after?.[0]}::timestamptz, ${after?.[1]}::uuid)`),
      )
      .limit(limit)
      .execute();
  }
}
