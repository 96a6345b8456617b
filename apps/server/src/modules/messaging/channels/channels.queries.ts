import { Injectable } from '@nestjs/common';
import type { ChannelId, ChannelType, CommunityId, UserId } from '@plaza/contract';
import { sql } from 'kysely';
import { Clock } from '../../../platform/clock/clock.js';
import { Database } from '../../../platform/database/database.js';
import { prepared } from '../../../platform/database/prepared.js';
import type { Viewer } from '../../../platform/http/viewer.js';
import { ProblemError } from '../../../platform/problems/problem-error.js';
import { membershipOf, membershipsOf } from '../../communities/index.js';
import '../messaging.tables.js';
import { mayView, withAccess, withCommunityAccess } from './channel-access.sql.js';
import { channelColumns, factColumns } from './channel-columns.js';
import { withPointer } from './read-mark.sql.js';

/** What is the same for all who may view a channel. */
export interface ChannelFacts {
  id: ChannelId;
  type: ChannelType;
  community_id: CommunityId | null;
  name: string | null;
  topic: string;
  position: number;
  slow_mode_seconds: number;
  lower_user_id: UserId | null;
  higher_user_id: UserId | null;
  last_ordinal: number;
  last_message_at: Date | null;
  created_at: Date;
}

/** A channel with how its viewer stands in it. */
export interface ChannelRow extends ChannelFacts {
  /** Of its community, or one of the two. */
  is_member: boolean;
  permissions: bigint;
  read_ordinal: number;
  own_since_read: number;
}

export interface ConversationRow extends ChannelRow {
  latest_at: Date;
}

/** Reads of channels, each with the rights of whom it is read for; what they may not view is in none. */
@Injectable()
export class ChannelsQueries {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Errors: `not_found` unless the viewer may view it. */
  async viewable(viewer: Viewer, channelId: ChannelId): Promise<ChannelRow> {
    const userId = sql`${viewer.userId}::uuid`;
    const { rows } = await sql<ChannelRow>`
      ${prepared}
      select ${channelColumns}
      from channels ch
      ${withAccess(userId, this.clock.now())}
      ${withPointer(userId)}
      where ch.id = ${channelId} and ${mayView}
    `.execute(this.database.read);
    const [row] = rows;
    if (!row) throw new ProblemError('not_found');
    return row;
  }

  /** Those of a community that the viewer may view, in their order. */
  async ofCommunity(viewer: Viewer, communityId: CommunityId): Promise<ChannelRow[]> {
    const userId = sql`${viewer.userId}::uuid`;
    const { rows } = await sql<ChannelRow>`
      ${prepared}
      select ${channelColumns}
      from (${membershipOf(sql`${communityId}::uuid`, userId, this.clock.now())}) as s
      join channels ch on ch.community_id = ${communityId} and ch.deleted_at is null
      ${withCommunityAccess(userId)}
      ${withPointer(userId)}
      where ${mayView}
      order by ch.position, ch.id
    `.execute(this.database.read);
    return rows;
  }

  /** Those of all communities the person is a member of, latest message first, at most `limit`. */
  async ofCommunitiesOf(memberId: UserId, limit: number): Promise<ChannelRow[]> {
    const userId = sql`${memberId}::uuid`;
    const { rows } = await sql<ChannelRow>`
      select ${channelColumns}
      from (${membershipsOf(userId, this.clock.now())}) as s
      join channels ch on ch.community_id = s.community_id and ch.deleted_at is null
      ${withCommunityAccess(userId)}
      ${withPointer(userId)}
      where ${mayView}
      order by ch.last_message_at desc nulls last, ch.id
      limit ${limit}
    `.execute(this.database.read);
    return rows;
  }

  /** Direct channels of a person, latest message first, behind `after`, at most `limit`. */
  async conversationsOf(
    memberId: UserId,
    after: { latestAt: Date; id: string } | undefined,
    limit: number,
  ): Promise<ConversationRow[]> {
    const userId = sql`${memberId}::uuid`;
    const { rows } = await sql<ConversationRow>`
      select ${channelColumns}, own.latest_at
      from channel_members own
      join channels ch on ch.id = own.channel_id and ch.type = 'direct'
      ${withAccess(userId, this.clock.now())}
      ${withPointer(userId)}
      where own.user_id = ${memberId}
        and own.latest_at is not null
        and ${mayView}
        ${after ? sql`and (own.latest_at, own.channel_id) < (${after.latestAt}, ${after.id}::uuid)` : sql``}
      order by own.latest_at desc, own.channel_id desc
      limit ${limit}
    `.execute(this.database.read);
    return rows;
  }

  /** The direct channels that there are between pairs of people. */
  async directBetween(pairs: [UserId, UserId][]): Promise<ChannelFacts[]> {
    const ordered = pairs.map((pair) => pair.toSorted());
    const lower = ordered.map(([first]) => first);
    const higher = ordered.map(([, second]) => second);
    const { rows } = await sql<ChannelFacts>`
      select ${factColumns}
      from unnest(${lower}::uuid[], ${higher}::uuid[]) as pair (lower, higher)
      join channels ch on ch.lower_user_id = pair.lower and ch.higher_user_id = pair.higher
    `.execute(this.database.read);
    return rows;
  }

  async directFacts(channelIds: ChannelId[]): Promise<ChannelFacts[]> {
    const { rows } = await sql<ChannelFacts>`
      select ${factColumns}
      from channels ch
      where ch.id = any(${channelIds}::uuid[]) and ch.type = 'direct'
    `.execute(this.database.read);
    return rows;
  }

  /** The living channels of a community, whoever may view them; of all, or the one named. */
  async factsOf(communityId: CommunityId, channelId?: ChannelId): Promise<ChannelFacts[]> {
    const { rows } = await sql<ChannelFacts>`
      select ${factColumns}
      from channels ch
      where ch.community_id = ${communityId} and ch.deleted_at is null
        ${channelId ? sql`and ch.id = ${channelId}` : sql``}
    `.execute(this.database.read);
    return rows;
  }
}
