import { Injectable } from '@nestjs/common';
import type { ChannelId, CommunityId, UserId } from '@plaza/contract';
import { sql } from 'kysely';
import { Clock } from '../../../platform/clock/clock.js';
import { Database } from '../../../platform/database/database.js';
import { DIRECT_PERMISSIONS, standingIn } from '../../communities/index.js';
import '../messaging.tables.js';
import { mayView, withAccess, withCommunityAccess } from './channel-access.fragment.js';
import { channelColumns } from './channel-columns.js';
import type { ChannelRow } from './channels.queries.js';
import { withPointer } from './read-mark.fragment.js';

/** Conversations that are heard of, the latest first. */
const CONVERSATIONS = 500;

interface HeardChannel {
  user_id: UserId;
  channel_id: ChannelId;
  permissions: bigint;
}

/** Who hears of which channel, for many people at once. */
@Injectable()
export class TopicsQueries {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** For each person their latest direct channels and those of their communities they may view, at most `limit` in all. */
  async heardBy(userIds: UserId[], limit: number): Promise<HeardChannel[]> {
    const userId = sql`u.id`;
    const { rows } = await sql<HeardChannel>`
      select u.id as user_id, heard.channel_id, heard.permissions
      from unnest(${userIds}::uuid[]) as u (id)
      cross join lateral (
        (
          select own.channel_id, ${sql.lit(String(DIRECT_PERMISSIONS))}::bigint as permissions, 0 as rank
          from channel_members own
          where own.user_id = u.id and own.latest_at is not null
          order by own.latest_at desc, own.channel_id desc
          limit ${CONVERSATIONS}
        )
        union all
        (
          select ch.id, a.permissions, 1 as rank
          from members m
          join communities c on c.id = m.community_id and c.deleted_at is null
          cross join lateral (${standingIn('c', userId, this.clock.now())}) as s
          join channels ch on ch.community_id = c.id and ch.deleted_at is null
          ${withCommunityAccess(userId)}
          where m.user_id = u.id and ${mayView}
          order by ch.last_message_at desc nulls last, ch.id
          limit ${limit}
        )
        order by rank
        limit ${limit}
      ) as heard
    `.execute(this.database.read);
    return rows;
  }

  /** Channels as certain people see them; pairs where the person may not view the channel are left out. */
  async seenBy(
    pairs: { userId: UserId; channelId: ChannelId }[],
  ): Promise<(ChannelRow & { user_id: UserId })[]> {
    const userId = sql`pair.user_id`;
    const { rows } = await sql<ChannelRow & { user_id: UserId }>`
      select pair.user_id, ${channelColumns}
      from unnest(
        ${pairs.map((pair) => pair.userId)}::uuid[],
        ${pairs.map((pair) => pair.channelId)}::uuid[]
      ) as pair (user_id, channel_id)
      join channels ch on ch.id = pair.channel_id
      ${withAccess(userId, this.clock.now())}
      ${withPointer(userId)}
      where ${mayView}
    `.execute(this.database.read);
    return rows;
  }

  /** The communities of channels, deleted ones too. */
  async communitiesOf(channelIds: ChannelId[]): Promise<Map<ChannelId, CommunityId | null>> {
    const rows = await this.database.read
      .selectFrom('channels')
      .select(['id', 'community_id'])
      .where('id', 'in', channelIds)
      .execute();
    return new Map(rows.map((row) => [row.id, row.community_id]));
  }
}
