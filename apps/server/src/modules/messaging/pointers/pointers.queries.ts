import { Injectable } from '@nestjs/common';
import type { ChannelId, MessageId, Pointer, UserId } from '@plaza/contract';
import { type RawBuilder, sql } from 'kysely';
import { Database, type Tx } from '../../../platform/database/database.js';
import { blockedEitherWay } from '../../graph/index.js';
import { sharesMarks } from '../../identity/index.js';
import '../messaging.tables.js';

const columns = sql`
  p.channel_id as "channelId",
  p.user_id as "userId",
  p.delivered_ordinal as "deliveredOrdinal",
  p.read_ordinal as "readOrdinal"
`;

/** Pointers only grow, and never beyond the last message. */
@Injectable()
export class PointersQueries {
  constructor(private readonly database: Database) {}

  /** The pointers of these people in a channel, as far as they have any. */
  async of(channelId: ChannelId, userIds: UserId[]): Promise<Pointer[]> {
    const { rows } = await sql<Pointer>`
      select ${columns}
      from channel_members p
      where p.channel_id = ${channelId} and p.user_id = any(${userIds}::uuid[])
    `.execute(this.database.read);
    return rows;
  }

  /** The pointers of these pairs of a channel and a person. */
  async byPairs(pairs: { channelId: ChannelId; userId: UserId }[]): Promise<Pointer[]> {
    const channelIds = pairs.map(({ channelId }) => channelId);
    const userIds = pairs.map(({ userId }) => userId);
    const { rows } = await sql<Pointer>`
      select ${columns}
      from channel_members p
      where (p.channel_id, p.user_id) in (select * from unnest(${channelIds}::uuid[], ${userIds}::uuid[]))
    `.execute(this.database.read);
    return rows;
  }

  /** Those of these direct channels whose two people do not see each other's marks. */
  async unsharedAmong(channelIds: ChannelId[]): Promise<Set<ChannelId>> {
    if (channelIds.length === 0) return new Set();
    const { rows } = await sql<{ id: ChannelId }>`
      select ch.id
      from channels ch
      where ch.id = any(${channelIds}::uuid[])
        and (
          not (${sharesMarks('ch.lower_user_id')} and ${sharesMarks('ch.higher_user_id')})
          or ${blockedEitherWay(sql.ref<UserId>('ch.lower_user_id'), 'ch.higher_user_id')}
        )
    `.execute(this.database.read);
    return new Set(rows.map(({ id }) => id));
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

  /** Under the lock of the pointer, and only forward. Reading is receiving. */
  async moveRead(tx: Tx, channelId: ChannelId, userId: UserId, ordinal: number): Promise<Pointer> {
    const { rows } = await sql<Pointer>`
      insert into channel_members as p
        (channel_id, user_id, read_ordinal, delivered_ordinal, own_since_read)
      select ${channelId}::uuid, ${userId}::uuid, ${ordinal}::int, ${ordinal}::int, count(*)
      from messages own
      where own.channel_id = ${channelId} and own.author_id = ${userId} and own.ordinal > ${ordinal}
      on conflict (channel_id, user_id) do update
      set
        read_ordinal = excluded.read_ordinal,
        delivered_ordinal = greatest(p.delivered_ordinal, excluded.delivered_ordinal),
        own_since_read = excluded.own_since_read
      returning ${columns}
    `.execute(tx);
    const [pointer] = rows;
    if (!pointer) throw new Error(`The pointer in the channel ${channelId} could not be moved`);
    return pointer;
  }

  /** Moves delivered marks of existing pointers up to these places; gives those that moved. */
  async moveDelivered(
    tx: Tx,
    places: { channelId: ChannelId; userId: UserId; ordinal: number }[],
  ): Promise<Pointer[]> {
    return this.deliver(
      tx,
      sql`
        select * from unnest(
          ${places.map(({ channelId }) => channelId)}::uuid[],
          ${places.map(({ userId }) => userId)}::uuid[],
          ${places.map(({ ordinal }) => ordinal)}::int[]
        ) as place (channel_id, user_id, ordinal)
      `,
    );
  }

  /** Moves the delivered marks of a person to the end of their latest direct channels, at most `limit`. */
  async moveAllDelivered(tx: Tx, userId: UserId, limit: number): Promise<Pointer[]> {
    return this.deliver(
      tx,
      sql`
        select own.channel_id, own.user_id, ch.last_ordinal as ordinal
        from channel_members own
        join channels ch on ch.id = own.channel_id
        where own.user_id = ${userId} and own.latest_at is not null
        order by own.latest_at desc, own.channel_id desc
        limit ${limit}
      `,
    );
  }

  /** Holds the rows in one order, the order of everybody who writes several, so that no two wait for each other. */
  private async deliver(tx: Tx, places: RawBuilder<unknown>): Promise<Pointer[]> {
    const { rows } = await sql<Pointer>`
      with held as (
        select p.channel_id, p.user_id, place.ordinal
        from channel_members p
        join (${places}) as place on place.channel_id = p.channel_id and place.user_id = p.user_id
        where p.delivered_ordinal < place.ordinal
        order by p.channel_id, p.user_id
        for update of p
      )
      update channel_members p
      set delivered_ordinal = greatest(p.delivered_ordinal, held.ordinal)
      from held
      where p.channel_id = held.channel_id and p.user_id = held.user_id
      returning ${columns}
    `.execute(tx);
    return rows;
  }
}
