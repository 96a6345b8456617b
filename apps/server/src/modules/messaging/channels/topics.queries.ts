import { Injectable } from '@nestjs/common';
import type { ChannelId, CommunityId, UserId } from '@plaza/contract';
import { sql } from 'kysely';
import { Clock } from '../../../platform/clock/clock.js';
import { Database } from '../../../platform/database/database.js';
import { prepared } from '../../../platform/database/prepared.js';
import '../messaging.tables.js';
import { mayView, withAccess } from './channel-access.sql.js';
import { channelColumns } from './channel-columns.js';
import type { ChannelRow } from './channels.queries.js';
import { withPointer } from './read-mark.sql.js';

/** So many direct channels a person hears of and receives without opening them, the latest first. */
export const CONVERSATIONS_SUBSCRIBED = 500;

/** Reads for many people at once: which channels concern them. */
@Injectable()
export class TopicsQueries {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** The direct channels that each person hears of, the latest first. */
  async conversationsOf(userIds: UserId[]): Promise<{ user_id: UserId; channel_id: ChannelId }[]> {
    const { rows } = await sql<{ user_id: UserId; channel_id: ChannelId }>`
      ${prepared}
      select u.id as user_id, latest.channel_id
      from unnest(${userIds}::uuid[]) as u (id)
      cross join lateral (
        select own.channel_id
        from channel_members own
        where own.user_id = u.id and own.latest_at is not null
        order by own.latest_at desc, own.channel_id desc
        limit ${CONVERSATIONS_SUBSCRIBED}
      ) as latest
    `.execute(this.database.read);
    return rows;
  }

  /** The living channels of these communities, those with the latest message first. */
  async channelsIn(
    communityIds: CommunityId[],
  ): Promise<{ id: ChannelId; community_id: CommunityId | null; last_message_at: Date | null }[]> {
    if (communityIds.length === 0) return [];
    return this.database.read
      .selectFrom('channels')
      .select(['id', 'community_id', 'last_message_at'])
      .where('community_id', 'in', communityIds)
      .where('deleted_at', 'is', null)
      .orderBy('last_message_at', (order) => order.desc().nullsLast())
      .orderBy('id')
      .execute();
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
