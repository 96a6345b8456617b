import { Injectable } from '@nestjs/common';
import type { ChannelId, ChannelType, CommunityId, MessageId, UserId, UserSummary } from '@plaza/contract';
import { sql } from 'kysely';
import { Clock } from '../../../platform/clock/clock.js';
import type { Tx } from '../../../platform/database/database.js';
import { prepared } from '../../../platform/database/prepared.js';
import { communityLock } from '../../communities/index.js';
import { userSummary } from '../../identity/index.js';
import { mayView, withAccess } from '../channels/channel-access.sql.js';
import { readMark, withPointer } from '../channels/read-mark.sql.js';
import '../messaging.tables.js';
import { pointerLock } from '../pointers/pointer-lock.js';
import { type MessageRow, messageColumns } from './message-rows.js';

/** Which channel was locked. */
export interface LockedChannel {
  type: ChannelType;
  community_id: CommunityId | null;
  lower_user_id: UserId | null;
  higher_user_id: UserId | null;
}

/** Everything a message depends on. */
export interface SendContext {
  type: ChannelType;
  author: UserSummary;
  permissions: bigint;
  slow_mode_seconds: number;
  read_ordinal: number;
  repeated_id: MessageId | null;
  repeated_digest: Buffer | null;
  repeated_at: Date | null;
  reply_is_here: boolean;
  last_sent_at: Date | null;
}

export interface NewMessage {
  id: MessageId;
  channelId: ChannelId;
  authorId: UserId;
  /** The receiver in a direct channel. */
  peerId: UserId | null;
  body: string;
  replyTo: MessageId | null;
  nonce: string | null;
  draftDigest: Buffer | null;
  /** The author's read mark, for when this is their first trace in the channel. */
  readOrdinal: number;
}

/** The statements of sending, few because every message pays for them. */
@Injectable()
export class SendingQueries {
  constructor(private readonly clock: Clock) {}

  /**
   * One message at a time in a channel, with the rights in its community and the author's pointer held. Before the first
   * write, so that the event log tells messages in the order of their ordinals. Undefined for a channel that never was.
   */
  async lock(tx: Tx, channelId: ChannelId, authorId: UserId): Promise<LockedChannel | undefined> {
    const { rows } = await sql<LockedChannel>`
      ${prepared}
      select
        ch.type,
        ch.community_id,
        ch.lower_user_id,
        ch.higher_user_id,
        case when ch.community_id is not null then ${communityLock(sql`ch.community_id`, 'shared')} end,
        pg_advisory_xact_lock(hashtextextended('channel ' || ch.id::text, 0)),
        ${pointerLock(channelId, authorId)}
      from channels ch
      where ch.id = ${channelId}
    `.execute(tx);
    return rows[0];
  }

  /** Undefined when the author may not view the channel. */
  async sendContext(
    tx: Tx,
    channelId: ChannelId,
    authorId: UserId,
    { replyTo, nonce }: { replyTo: MessageId | null; nonce: string | null },
  ): Promise<SendContext | undefined> {
    const userId = sql`${authorId}::uuid`;
    const { rows } = await sql<SendContext>`
      ${prepared}
      select
        ch.type,
        ${userSummary(userId)} as author,
        a.permissions,
        ch.slow_mode_seconds,
        ${readMark} as read_ordinal,
        repeated.id as repeated_id,
        repeated.draft_digest as repeated_digest,
        repeated.created_at as repeated_at,
        ${replyTo === null ? sql`true` : sql`exists (select from messages where id = ${replyTo} and channel_id = ch.id)`}
          as reply_is_here,
        case when ch.slow_mode_seconds > 0 then (
          select own.created_at
          from messages own
          where own.channel_id = ch.id and own.author_id = ${userId}
          order by own.ordinal desc
          limit 1
        ) end as last_sent_at
      from channels ch
      ${withAccess(userId, this.clock.now())}
      ${withPointer(userId)}
      left join messages repeated
        on repeated.author_id = ${userId} and repeated.channel_id = ch.id and repeated.nonce = ${nonce}
      where ch.id = ${channelId} and ${mayView}
    `.execute(tx);
    return rows[0];
  }

  /**
   * Gives the channel's next ordinal to the message, and moves the pointers in the order of their people, as everybody does
   * who writes several. Time never goes back within a channel.
   */
  async insert(tx: Tx, message: NewMessage): Promise<MessageRow> {
    const { channelId, authorId, peerId } = message;
    const { rows } = await sql<MessageRow>`
      ${prepared}
      with place as (
        update channels
        set
          last_ordinal = last_ordinal + 1,
          last_message_at = greatest(last_message_at, ${this.clock.now()})
        where id = ${channelId}
        returning last_ordinal as ordinal, last_message_at as at
      ), m as (
        insert into messages
          (id, channel_id, ordinal, author_id, body, reply_to, nonce, draft_digest, created_at)
        select
          ${message.id}::uuid, ${channelId}::uuid, ordinal, ${authorId}::uuid, ${message.body}::text,
          ${message.replyTo}::uuid, ${message.nonce}::text, ${message.draftDigest}::bytea, at
        from place
        returning *
      ), pointers as (
        insert into channel_members as p
          (channel_id, user_id, read_ordinal, delivered_ordinal, own_since_read, latest_at)
        select
          ${channelId}::uuid, ${authorId}::uuid, ${message.readOrdinal}::int, ${message.readOrdinal}::int, 1,
          ${latestAt(peerId)}
        from place
        ${
          peerId === null
            ? sql``
            : sql`union all select ${channelId}::uuid, ${peerId}::uuid, 0, 0, 0, ${latestAt(peerId)} from place`
        }
        order by 2
        on conflict (channel_id, user_id) do update
        set own_since_read = p.own_since_read + excluded.own_since_read, latest_at = excluded.latest_at
      )
      select ${messageColumns} from m
    `.execute(tx);
    const [row] = rows;
    if (!row) throw new Error(`The channel ${channelId} is gone although it is held`);
    return row;
  }

  /** A nonce is free again after its time. */
  async freeNonce(tx: Tx, messageId: MessageId): Promise<void> {
    await tx
      .updateTable('messages')
      .set({ nonce: null, draft_digest: null })
      .where('id', '=', messageId)
      .execute();
  }
}

/** Only direct channels are listed by their latest message. */
function latestAt(peerId: UserId | null) {
  return peerId === null ? sql`null::timestamptz` : sql`at`;
}
