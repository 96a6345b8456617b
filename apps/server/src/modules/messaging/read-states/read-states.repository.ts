import { Injectable } from '@nestjs/common';
import type { ChannelId, ChannelType, CommunityId, MessageId, ReadState, UserId } from '@plaza/contract';
import { type RawBuilder, sql } from 'kysely';
import { Database, type Tx } from '../../../platform/database/database.js';
import { blockedEitherWay } from '../../graph/index.js';
import { sharesMarks } from '../../identity/index.js';
import { isOfType } from '../channels/channels.sql.js';
import '../messaging.tables.js';

export interface DeliveredMark {
  channelId: ChannelId;
  userId: UserId;
  ordinal: number;
}

/** A read state as it moved, with what its event says of the channel. */
export interface MovedReadState extends ReadState {
  channelType: ChannelType;
  communityId: CommunityId | null;
}

const columns = sql`
  r.channel_id as "channelId",
  r.user_id as "userId",
  r.delivered_ordinal as "deliveredOrdinal",
  r.read_ordinal as "readOrdinal"
`;

/** How far people have received and read channels: marks only grow, and never beyond the last message. */
@Injectable()
export class ReadStatesRepository {
  constructor(private readonly database: Database) {}

  /** Undefined before the person's first mark in the channel of a community. */
  async find(channelId: ChannelId, userId: UserId): Promise<ReadState | undefined> {
    const { rows } = await sql<ReadState>`
      select ${columns} from read_states r where r.channel_id = ${channelId} and r.user_id = ${userId}
    `.execute(this.database.read);
    return rows[0];
  }

  /** Those of all members of a channel with shared marks that this member sees, the own among them. */
  async sharedWith(channelId: ChannelId, memberId: UserId): Promise<ReadState[]> {
    const { rows } = await sql<ReadState>`
      select ${columns}
      from channel_members viewer
      join read_states r on r.channel_id = viewer.channel_id
      where viewer.channel_id = ${channelId}
        and viewer.user_id = ${memberId}
        and (r.user_id = viewer.user_id or ${shareMarks('viewer.user_id', 'r.user_id')})
    `.execute(this.database.read);
    return rows;
  }

  /** Read states by channel and person, each with the members of a channel of its own who see it. */
  async withViewers(
    pairs: { channelId: ChannelId; userId: UserId }[],
  ): Promise<(ReadState & { viewerIds: UserId[] })[]> {
    const { rows } = await sql<ReadState & { viewerIds: UserId[] }>`
      select
        ${columns},
        array(
          select viewer.user_id
          from channel_members viewer
          where viewer.channel_id = r.channel_id
            and (viewer.user_id = r.user_id or ${shareMarks('viewer.user_id', 'r.user_id')})
        ) as "viewerIds"
      from read_states r
      where (r.channel_id, r.user_id) in (
        select * from unnest(
          ${pairs.map(({ channelId }) => channelId)}::uuid[],
          ${pairs.map(({ userId }) => userId)}::uuid[]
        )
      )
    `.execute(this.database.read);
    return rows;
  }

  async ordinalOf(channelId: ChannelId, messageId: MessageId): Promise<number | undefined> {
    const row = await this.database.read
      .selectFrom('messages')
      .select('ordinal')
      .where('id', '=', messageId)
      .where('channel_id', '=', channelId)
      .executeTakeFirst();
    return row?.ordinal;
  }

  async lock(tx: Tx, channelId: ChannelId, userId: UserId): Promise<void> {
    await sql`select ${readStateLock(channelId, userId)}`.execute(tx);
  }

  /** Under its lock, and only forward. Reading is receiving. */
  async moveRead(tx: Tx, channelId: ChannelId, userId: UserId, ordinal: number): Promise<ReadState> {
    const { rows } = await sql<ReadState>`
      insert into read_states as r
        (channel_id, user_id, read_ordinal, delivered_ordinal, own_unread_offset)
      select ${channelId}::uuid, ${userId}::uuid, ${ordinal}::int, ${ordinal}::int, count(*)
      from messages own
      where own.channel_id = ${channelId} and own.author_id = ${userId} and own.ordinal > ${ordinal}
      on conflict (channel_id, user_id) do update
      set
        read_ordinal = excluded.read_ordinal,
        delivered_ordinal = greatest(r.delivered_ordinal, excluded.delivered_ordinal),
        own_unread_offset = excluded.own_unread_offset
      returning ${columns}
    `.execute(tx);
    const [state] = rows;
    if (!state) throw new Error(`The read state in the channel ${channelId} could not be moved`);
    return state;
  }

  /** Moves the delivered marks of read states that are there; gives those that moved. */
  async moveDelivered(tx: Tx, marks: DeliveredMark[]): Promise<MovedReadState[]> {
    return this.deliver(
      tx,
      sql`
        select * from unnest(
          ${marks.map(({ channelId }) => channelId)}::uuid[],
          ${marks.map(({ userId }) => userId)}::uuid[],
          ${marks.map(({ ordinal }) => ordinal)}::int[]
        ) as mark (channel_id, user_id, ordinal)
      `,
    );
  }

  /** Moves the delivered marks of a person to the end of their latest conversations with shared marks, at most `limit`. */
  async moveAllDelivered(tx: Tx, userId: UserId, limit: number): Promise<MovedReadState[]> {
    return this.deliver(
      tx,
      sql`
        select own.channel_id, own.user_id, ch.last_ordinal as ordinal
        from channel_members own
        join channels ch on ch.id = own.channel_id and ${isOfType(({ marks }) => marks === 'shared')}
        where own.user_id = ${userId} and own.latest_at is not null
        order by own.latest_at desc, own.channel_id desc
        limit ${limit}
      `,
    );
  }

  /** Forgets how far a person has read the channels of a community. */
  async forgetIn(tx: Tx, communityId: CommunityId, userId: UserId): Promise<void> {
    await sql`
      delete from read_states r
      using channels ch
      where ch.id = r.channel_id and ch.community_id = ${communityId} and r.user_id = ${userId}
    `.execute(tx);
  }

  /** Locks the rows in one order, the order of everybody who writes several, so that no two wait for each other. */
  private async deliver(tx: Tx, marks: RawBuilder<unknown>): Promise<MovedReadState[]> {
    const { rows } = await sql<MovedReadState>`
      with locked as (
        select r.channel_id, r.user_id, mark.ordinal
        from read_states r
        join (${marks}) as mark on mark.channel_id = r.channel_id and mark.user_id = r.user_id
        where r.delivered_ordinal < mark.ordinal
        order by r.channel_id, r.user_id
        for update of r
      )
      update read_states r
      set delivered_ordinal = greatest(r.delivered_ordinal, locked.ordinal)
      from locked
      join channels ch on ch.id = locked.channel_id
      where r.channel_id = locked.channel_id and r.user_id = locked.user_id
      returning ${columns}, ch.type as "channelType", ch.community_id as "communityId"
    `.execute(tx);
    return rows;
  }
}

/** One change at a time to what a person has read and written in a channel: how much of it is unread depends on both. */
export function readStateLock(channelId: ChannelId, userId: UserId): RawBuilder<unknown> {
  return sql`pg_advisory_xact_lock(hashtextextended(${`read state ${channelId} ${userId}`}, 0))`;
}

/** The people of these two columns see each other's marks: not where one of them hides theirs, nor across a block. */
function shareMarks(one: string, other: string): RawBuilder<boolean> {
  return sql<boolean>`(
    ${sharesMarks(one)} and ${sharesMarks(other)} and not ${blockedEitherWay(sql.ref<UserId>(one), other)}
  )`;
}
