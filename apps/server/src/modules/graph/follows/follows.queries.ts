import { Injectable } from '@nestjs/common';
import { type FollowEdge, type Page, UserId } from '@plaza/contract';
import { sql } from 'kysely';
import { z } from 'zod';
import { Database } from '../../../platform/database/database.js';
import { defineList, Lists, type PageQuery } from '../../../platform/lists/lists.js';
import { ProblemError } from '../../../platform/problems/problem-error.js';
import { isActiveUser, UserDirectory } from '../../identity/index.js';
import { GraphQueries } from '../graph.queries.js';
import { blockedEitherWay } from '../graph.sql.js';
import '../graph.tables.js';
import { mayListFollows } from '../profiles/profiles.policy.js';
import { isBlockedEitherWay } from '../relation.js';

const edgeKey = z.tuple([z.string(), UserId]);
type EdgeKey = z.output<typeof edgeKey>;

/** Which end of the edges is asked for, and which state they are in. */
const edgeLists = {
  followers: {
    list: defineList('followers', edgeKey),
    of: 'followee_id',
    shown: 'follower_id',
    state: 'following',
  },
  following: {
    list: defineList('following', edgeKey),
    of: 'follower_id',
    shown: 'followee_id',
    state: 'following',
  },
  requests: {
    list: defineList('requests', edgeKey),
    of: 'followee_id',
    shown: 'follower_id',
    state: 'requested',
  },
} as const;
type EdgeListName = keyof typeof edgeLists;

interface EdgeRow {
  user_id: UserId;
  created_at: Date;
  position: string;
}

/** Lists of the follow graph, newest first. People whom the viewer cannot meet are not in them, and no page is short. */
@Injectable()
export class FollowsQueries {
  constructor(
    private readonly database: Database,
    private readonly lists: Lists,
    private readonly users: UserDirectory,
    private readonly graph: GraphQueries,
  ) {}

  /**
   * The followers of an account, or whom it follows; empty where the account is private to the viewer. Errors: `not_found`
   * also across a block, `cursor_invalid`, `cursor_mismatch`.
   */
  async of(
    userId: UserId,
    list: 'followers' | 'following',
    viewerId: UserId | null,
    query: PageQuery,
  ): Promise<Page<FollowEdge>> {
    const user = await this.users.find(userId);
    const relation = await this.graph.relationOf(viewerId, userId);
    if (!user || isBlockedEitherWay(relation)) throw new ProblemError('not_found');
    if (!mayListFollows(user, relation, viewerId)) return { items: [], nextCursor: null };
    return this.page(userId, list, viewerId, query);
  }

  /** Who asks to follow the viewer. Errors: `cursor_invalid`, `cursor_mismatch`. */
  async requests(viewerId: UserId, query: PageQuery): Promise<Page<FollowEdge>> {
    return this.page(viewerId, 'requests', viewerId, query);
  }

  private async page(
    userId: UserId,
    name: EdgeListName,
    viewerId: UserId | null,
    query: PageQuery,
  ): Promise<Page<FollowEdge>> {
    const { rows, nextCursor } = await this.lists.page(edgeLists[name].list, {
      viewerId,
      filters: { userId },
      query,
      load: ({ after, limit }) => this.rows(userId, name, viewerId, limit, after),
      keyOf: (row) => [row.position, row.user_id],
    });
    const ids = rows.map((row) => row.user_id);
    const [summaries, relations] = await Promise.all([
      this.users.summaries(ids),
      this.graph.relationsOf(viewerId, ids),
    ]);
    const items = rows.flatMap((row) => {
      const user = summaries.get(row.user_id);
      const follow = relations.get(row.user_id)?.follow ?? 'none';
      return user ? [{ user, since: row.created_at.toISOString(), viewer: { follow } }] : [];
    });
    return { items, nextCursor };
  }

  private async rows(
    userId: UserId,
    name: EdgeListName,
    viewerId: UserId | null,
    limit: number,
    after: EdgeKey | undefined,
  ): Promise<EdgeRow[]> {
    const { of, shown, state } = edgeLists[name];
    const [position, id] = after ?? [];
    const { rows } = await sql<EdgeRow>`
      select ${sql.ref(shown)} as user_id, created_at, created_at::text as position
      from follows
      where ${sql.ref(of)} = ${userId}
        and state = ${state}
        and ${isActiveUser(`follows.${shown}`)}
        and not ${blockedEitherWay(viewerId, `follows.${shown}`)}
        ${after ? sql`and (created_at, ${sql.ref(shown)}) < (${position}::timestamptz, ${id}::uuid)` : sql``}
      order by created_at desc, ${sql.ref(shown)} desc
      limit ${limit}
    `.execute(this.database.read);
    return rows;
  }
}
