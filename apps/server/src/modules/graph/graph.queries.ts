import { Injectable } from '@nestjs/common';
import type { UserId } from '@plaza/contract';
import { sql } from 'kysely';
import { Database } from '../../platform/database/database.js';
import './graph.tables.js';
import { isBlockedEitherWay, noRelation, type Relation } from './relation.js';

interface RelationRow {
  follow: 'requested' | 'following' | null;
  follows_viewer: boolean;
  blocking: boolean;
  blocked_by: boolean;
}

/** Relations between people, for other modules: many at once, one query. */
@Injectable()
export class GraphQueries {
  constructor(private readonly database: Database) {}

  /** From the viewer to each of these; an anonymous viewer has no relation to anybody. */
  async relationsOf(viewerId: UserId | null, userIds: Iterable<UserId>): Promise<Map<UserId, Relation>> {
    const wanted = [...new Set(userIds)];
    if (viewerId === null) return new Map(wanted.map((id) => [id, noRelation]));
    const relations = await this.relationsBetween(wanted.map((id) => [viewerId, id]));
    return new Map(wanted.map((id, index) => [id, relations[index] ?? noRelation]));
  }

  /** From the first to the second of each pair, in the order of the pairs. */
  async relationsBetween(pairs: [viewerId: UserId, userId: UserId][]): Promise<Relation[]> {
    if (pairs.length === 0) return [];
    const { rows } = await sql<RelationRow>`
      select
        outward.state as follow,
        inward.follower_id is not null as follows_viewer,
        built.blocker_id is not null as blocking,
        met.blocker_id is not null as blocked_by
      from unnest(
        ${pairs.map(([viewerId]) => viewerId)}::uuid[],
        ${pairs.map(([, userId]) => userId)}::uuid[]
      ) with ordinality as pair (viewer_id, person_id, position)
      left join follows as outward
        on outward.follower_id = pair.viewer_id and outward.followee_id = pair.person_id
      left join follows as inward
        on inward.follower_id = pair.person_id and inward.followee_id = pair.viewer_id and inward.state = 'following'
      left join blocks as built
        on built.blocker_id = pair.viewer_id and built.blocked_id = pair.person_id
      left join blocks as met
        on met.blocker_id = pair.person_id and met.blocked_id = pair.viewer_id
      order by pair.position
    `.execute(this.database.read);
    return rows.map((row) => ({
      follow: row.follow ?? 'none',
      followsViewer: row.follows_viewer,
      blocking: row.blocking,
      blockedBy: row.blocked_by,
    }));
  }

  async relationOf(viewerId: UserId | null, userId: UserId): Promise<Relation> {
    return (await this.relationsOf(viewerId, [userId])).get(userId) ?? noRelation;
  }

  /** Those of them who block the viewer or are blocked by the viewer. */
  async hiddenByBlock(viewerId: UserId | null, userIds: Iterable<UserId>): Promise<Set<UserId>> {
    const relations = await this.relationsOf(viewerId, userIds);
    return new Set([...relations].filter(([, relation]) => isBlockedEitherWay(relation)).map(([id]) => id));
  }
}
