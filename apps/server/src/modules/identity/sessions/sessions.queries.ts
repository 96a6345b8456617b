import { Injectable } from '@nestjs/common';
import type { Page, Session } from '@plaza/contract';
import { sql } from 'kysely';
import { Clock } from '../../../platform/clock/clock.js';
import { Cursors } from '../../../platform/cursors/cursors.js';
import { pageOf } from '../../../platform/cursors/page-of.js';
import { Database } from '../../../platform/database/database.js';
import type { SignedInViewer } from '../../../platform/http/viewer.js';
import '../identity.tables.js';

interface PageRequest {
  limit: number;
  cursor?: string | undefined;
}

@Injectable()
export class SessionsQueries {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly cursors: Cursors,
  ) {}

  /** The living sessions of the viewer, newest activity first. Errors: `cursor_invalid`, `cursor_mismatch`. */
  async page(viewer: SignedInViewer, { limit, cursor }: PageRequest): Promise<Page<Session>> {
    const context = { list: 'sessions', viewerId: viewer.userId };
    let query = this.database.read
      .selectFrom('sessions')
      .select([
        'id',
        'device',
        sql<string>`host(ip)`.as('ip'),
        'created_at',
        'last_seen_at',
        sql<string>`last_seen_at::text`.as('position'),
      ])
      .where('user_id', '=', viewer.userId)
      .where('revoked_at', 'is', null)
      .where('expires_at', '>', this.clock.now())
      .orderBy('last_seen_at', 'desc')
      .orderBy('id', 'desc')
      .limit(limit + 1);
    if (cursor) {
      const [position, id] = this.cursors.open(context, cursor);
      query = query.where(sql<boolean>`(last_seen_at, id) < (${position}::timestamptz, ${id}::uuid)`);
    }
    const { rows, nextCursor } = pageOf(await query.execute(), limit, (row) =>
      this.cursors.seal(context, [row.position, row.id]),
    );
    const items = rows.map((row) => ({
      id: row.id,
      device: row.device,
      ip: row.ip,
      createdAt: row.created_at.toISOString(),
      lastSeenAt: row.last_seen_at.toISOString(),
      isCurrent: row.id === viewer.sessionId,
    }));
    return { items, nextCursor };
  }
}
