import { Injectable } from '@nestjs/common';
import { type Page, UserId, type UserSummary } from '@plaza/contract';
import { sql } from 'kysely';
import { z } from 'zod';
import { Database } from '../../../platform/database/database.js';
import { defineList, Lists, type PageQuery } from '../../../platform/lists/lists.js';
import { UserDirectory } from '../../identity/index.js';
import '../graph.tables.js';

const blocks = defineList('blocks', z.tuple([z.string(), UserId]));

/** Whom a person blocks: shown to that person alone. */
@Injectable()
export class BlocksQueries {
  constructor(
    private readonly database: Database,
    private readonly lists: Lists,
    private readonly users: UserDirectory,
  ) {}

  /** Newest first. Errors: `cursor_invalid`, `cursor_mismatch`. */
  async page(viewerId: UserId, query: PageQuery): Promise<Page<{ user: UserSummary; since: string }>> {
    const { rows, nextCursor } = await this.lists.page(blocks, {
      viewerId,
      query,
      load: ({ after, limit }) =>
        this.database.read
          .selectFrom('blocks')
          .select(['blocked_id', 'created_at', sql<string>`created_at::text`.as('position')])
          .where('blocker_id', '=', viewerId)
          .$if(after !== undefined, (rest) =>
            rest.where(
              sql<boolean>`(created_at, blocked_id) < (${after?.[0]}::timestamptz, ${after?.[1]}::uuid)`,
            ),
          )
          .orderBy('created_at', 'desc')
          .orderBy('blocked_id', 'desc')
          .limit(limit)
          .execute(),
      keyOf: (row) => [row.position, row.blocked_id],
    });
    const summaries = await this.users.summaries(rows.map((row) => row.blocked_id));
    const items = rows.flatMap((row) => {
      const user = summaries.get(row.blocked_id);
      return user ? [{ user, since: row.created_at.toISOString() }] : [];
    });
    return { items, nextCursor };
  }
}
