import { Injectable } from '@nestjs/common';
import type { ChannelId, ChannelType, CommunityId, UserId } from '@plaza/contract';
import { sql } from 'kysely';
import { Clock } from '../../../platform/clock/clock.js';
import { Database } from '../../../platform/database/database.js';
import { prepared } from '../../../platform/database/statements.js';
import type { Viewer } from '../../../platform/http/viewer.js';
import { ProblemError } from '../../../platform/problems/problem-error.js';
import { membershipOf, membershipsOf } from '../../communities/index.js';
import '../messaging.tables.js';
import {
  channelColumns,
  factColumns,
  mayView,
  withAccess,
  withCommunityAccess,
  withReadState,
} from './channels.sql.js';

/** What is the same for all who may view a channel. */
export interface ChannelFacts {
  id: ChannelId;
  type: ChannelType;
  community_id: CommunityId | null;
  name: string | null;
  topic: string;
  position: number;
  slow_mode_seconds: number;
  /** The ancestor whose overwrites apply; null where the channel has its own. */
  overwrites_from: ChannelId | null;
  /** The ordered pair of a direct channel. */
  lower_user_id: UserId | null;
  higher_user_id: UserId | null;
  last_ordinal: number;
  last_message_at: Date | null;
  created_at: Date;
  deleted_at: Date | null;
}

/** A channel with what is its viewer's own. */
export interface ChannelRow extends ChannelFacts {
  /** Of its community, or of the channel. */
  is_member: boolean;
  permissions: bigint;
  read_ordinal: number;
  own_unread_offset: number;
}

export interface ConversationRow extends ChannelRow {
  latest_at: Date;
}

/** Reads of channels, each with the permissions of the person it is read for; what they may not view is in none. */
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
      ${withReadState(userId)}
      where ch.id = ${channelId} and ${mayView}
    `.execute(this.database.read);
    const [row] = rows;
    if (!row) throw new ProblemError('not_found');
    return row;
  }

  /** Channels as certain people see them; pairs where the person may not view the channel are left out. */
  async viewableBy(
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
      ${withReadState(userId)}
      where ${mayView}
    `.execute(this.database.read);
    return rows;
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
      ${withReadState(userId)}
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
      ${withReadState(userId)}
      where ${mayView}
      order by ch.last_message_at desc nulls last, ch.id
      limit ${limit}
    `.execute(this.database.read);
    return rows;
  }

  /** The conversations of a person, latest message first, behind `after`, at most `limit`. */
  async conversationsOf(
    memberId: UserId,
    after: [latestAt: Date, id: ChannelId] | undefined,
    limit: number,
  ): Promise<ConversationRow[]> {
    const userId = sql`${memberId}::uuid`;
    const { rows } = await sql<ConversationRow>`
      select ${channelColumns}, own.latest_at
      from channel_members own
      join channels ch on ch.id = own.channel_id
      ${withAccess(userId, this.clock.now())}
      ${withReadState(userId)}
      where own.user_id = ${memberId}
        and own.latest_at is not null
        and ${mayView}
        ${after ? sql`and (own.latest_at, own.channel_id) < (${after[0]}, ${after[1]}::uuid)` : sql``}
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

  /** Channels as they are, whoever may view them. */
  async factsOf(channelIds: ChannelId[]): Promise<ChannelFacts[]> {
    const { rows } = await sql<ChannelFacts>`
      select ${factColumns} from channels ch where ch.id = any(${channelIds}::uuid[])
    `.execute(this.database.read);
    return rows;
  }

  /**
   * The living channels of a community, whoever may view them; of all, or those to which the overwrites of the one named
   * apply.
   */
  async factsIn(communityId: CommunityId, overwritesOf?: ChannelId): Promise<ChannelFacts[]> {
    const { rows } = await sql<ChannelFacts>`
      select ${factColumns}
      from channels ch
      where ch.community_id = ${communityId} and ch.deleted_at is null
        ${overwritesOf ? sql`and ${overwritesOf} in (ch.id, ch.overwrites_from)` : sql``}
    `.execute(this.database.read);
    return rows;
  }
}
