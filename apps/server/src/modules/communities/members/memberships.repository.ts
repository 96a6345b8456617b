import { Injectable } from '@nestjs/common';
import { type CommunityId, limits, type UserId } from '@plaza/contract';
import { sql } from 'kysely';
import { Clock } from '../../../platform/clock/clock.js';
import type { Tx } from '../../../platform/database/database.js';
import { ProblemError } from '../../../platform/problems/problem-error.js';
import '../communities.tables.js';

/** Who belongs to a community, with the counter that always equals the rows. */
@Injectable()
export class MembershipsRepository {
  constructor(private readonly clock: Clock) {}

  /** One person's memberships grow one after the other, so that their number can be bounded. */
  async lockUser(tx: Tx, userId: UserId): Promise<void> {
    await sql`select pg_advisory_xact_lock(hashtextextended(${`memberships ${userId}`}, 0))`.execute(tx);
  }

  /** Errors: `limit_reached`. */
  async assertRoomForMore(tx: Tx, userId: UserId): Promise<void> {
    const memberships = await tx
      .selectFrom('members')
      .select('community_id')
      .where('user_id', '=', userId)
      .limit(limits.communitiesPerMember)
      .execute();
    if (memberships.length === limits.communitiesPerMember) throw new ProblemError('limit_reached');
  }

  async add(tx: Tx, communityId: CommunityId, userId: UserId): Promise<void> {
    await tx
      .insertInto('members')
      .values({ community_id: communityId, user_id: userId, joined_at: this.clock.now() })
      .execute();
    await this.moveCount(tx, communityId, 1);
  }

  /** Gives whether they were a member. */
  async remove(tx: Tx, communityId: CommunityId, userId: UserId): Promise<boolean> {
    const { numDeletedRows } = await tx
      .deleteFrom('members')
      .where('community_id', '=', communityId)
      .where('user_id', '=', userId)
      .executeTakeFirst();
    if (numDeletedRows === 0n) return false;
    await this.moveCount(tx, communityId, -1);
    return true;
  }

  private async moveCount(tx: Tx, communityId: CommunityId, by: 1 | -1): Promise<void> {
    await tx
      .updateTable('communities')
      .set((row) => ({ member_count: row('member_count', '+', by) }))
      .where('id', '=', communityId)
      .execute();
  }
}
