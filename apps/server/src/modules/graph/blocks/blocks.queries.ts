import { Injectable } from '@nestjs/common';
import type { Page, UserId, UserSummary } from '@plaza/contract';
import { sql } from 'kysely';
import { Cursors } from '../../../platform/cursors/cursors.js';
import { pageOf } from '../../../platform/cursors/page-of.js';
import { Database } from '../../../platform/database/database.js';
import { UserDirectory } from '../../identity/index.js';
import '../graph.tables.js';

interface PageRequest {
  limit: number;
  cursor?: string | undefined;
}

/** Whom somebody blocks: for that person's eyes alone. */
@Injectable()
export class BlocksQueries {
  constructor(
    private readonly database: Database,
    private readonly cursors: Cursors,
    private readonly users: UserDirectory,
  ) {}

  /** Newest first. Errors: `cursor_invalid`, `cursor_mismatch`. */
  async page(
    viewerId: UserId,
    { limit, cursor }: PageRequest,
  ): Promise<Page<{ user: UserSummary; since: string }>> {
    const context = { list: 'blocks', viewerId };
    let query = this.database.read
      .selectFrom('blocks')
      .select(['blocked_id', 'created_at', sql<string>`created_at::text`.as('position')])
      .where('blocker_id', '=', viewerId)
      .orderBy('created_at', 'desc')
      .orderBy('blocked_id', 'desc')
      .limit(limit + 1);
    if (cursor) {
      const [position, id] = this.cursors.open(context, cursor);
      query = query.where(sql<boolean>`(created_at, blocked_id) < (${position}::timestamptz, ${id}::uuid)`);
    }
    const { rows, nextCursor } = pageOf(await query.execute(), limit, (row) =>
      this.cursors.seal(context, [row.position, row.blocked_id]),
    );
    const summaries = await this.users.summaries(rows.map((row) => row.blocked_id));
    const items = rows.flatMap((row) => {
      const user = summaries.get(row.blocked_id);
      return user ? [{ user, since: row.created_at.toISOString() }] : [];
    });
    return { items, nextCursor };
  }
}
