import { Injectable } from '@nestjs/common';
import type { CommunityId, RoleId, UserId } from '@plaza/contract';
import { type RawBuilder, sql } from 'kysely';
import { Clock } from '../../../platform/clock/clock.js';
import { Database } from '../../../platform/database/database.js';
import '../communities.tables.js';

export interface MemberRow {
  community_id: CommunityId;
  user_id: UserId;
  nickname: string | null;
  joined_at: Date;
  timed_out_until: Date | null;
  is_owner: boolean;
  role_ids: RoleId[];
}

@Injectable()
export class MembersQueries {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Oldest first, behind `after`, at most `limit`. */
  async page(
    communityId: CommunityId,
    after: [joinedAt: Date, userId: UserId] | undefined,
    limit: number,
  ): Promise<MemberRow[]> {
    return this.select(
      sql`
        m.community_id = ${communityId}
        ${after ? sql`and (m.joined_at, m.user_id) > (${after[0]}, ${after[1]}::uuid)` : sql``}
      `,
      sql`order by m.joined_at, m.user_id limit ${limit}`,
    );
  }

  /** The members among these pairs, in no order. */
  async byPairs(pairs: { communityId: CommunityId; userId: UserId }[]): Promise<MemberRow[]> {
    const communityIds = pairs.map(({ communityId }) => communityId);
    const userIds = pairs.map(({ userId }) => userId);
    return this.select(sql`
      (m.community_id, m.user_id) in (
        select * from unnest(${communityIds}::uuid[], ${userIds}::uuid[])
      )
    `);
  }

  /** The living communities that each of these people is a member of. */
  async communitiesOf(userIds: UserId[]): Promise<{ user_id: UserId; community_id: CommunityId }[]> {
    return this.database.read
      .selectFrom('members')
      .innerJoin('communities', 'communities.id', 'members.community_id')
      .select(['members.user_id', 'members.community_id'])
      .where('members.user_id', 'in', userIds)
      .where('communities.deleted_at', 'is', null)
      .execute();
  }

  private async select(condition: RawBuilder<unknown>, rest = sql``): Promise<MemberRow[]> {
    const { rows } = await sql<MemberRow>`
      select
        m.community_id,
        m.user_id,
        m.nickname,
        m.joined_at,
        t.until as timed_out_until,
        c.owner_id = m.user_id as is_owner,
        array(
          select mr.role_id
          from member_roles mr
          join roles r on r.id = mr.role_id
          where mr.community_id = m.community_id and mr.user_id = m.user_id
          order by r.position desc
        ) as role_ids
      from members m
      join communities c on c.id = m.community_id and c.deleted_at is null
      left join timeouts t
        on t.community_id = m.community_id and t.user_id = m.user_id and t.until > ${this.clock.now()}
      where ${condition}
      ${rest}
    `.execute(this.database.read);
    return rows;
  }
}
