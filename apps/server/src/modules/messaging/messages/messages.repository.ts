import { Injectable } from '@nestjs/common';
import type { ChannelId, ChannelType, CommunityId, MessageId, UserId, UserSummary } from '@plaza/contract';
import { sql } from 'kysely';
import { Clock } from '../../../platform/clock/clock.js';
import { Database, type Tx } from '../../../platform/database/database.js';
import { prepared } from '../../../platform/database/statements.js';
import { communityLock } from '../../communities/index.js';
import { userSummary } from '../../identity/index.js';
import { mayView, readOrdinal, withAccess, withReadState } from '../channels/channels.sql.js';
import '../messaging.tables.js';
import { readStateLock } from '../read-states/read-states.repository.js';

export interface MessageRow {
  id: MessageId;
  channel_id: ChannelId;
  ordinal: number;
  author_id: UserId;
  body: string;
  reply_to: MessageId | null;
  nonce: string | null;
  created_at: Date;
  edited_at: Date | null;
  deleted_at: Date | null;
}

/** The columns of a message row, read from `messages m`. */
export const messageColumns = sql`
  m.id, m.channel_id, m.ordinal, m.author_id, m.body, m.reply_to, m.nonce,
  m.created_at, m.edited_at, m.deleted_at
`;

/** The channel that a message is sent to, under its lock. */
export interface LockedChannel {
  type: ChannelType;
  community_id: CommunityId | null;
  lower_user_id: UserId | null;
  higher_user_id: UserId | null;
}

/** Everything else that sending a message depends on. */
export interface SendContext {
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
  body: string;
  replyTo: MessageId | null;
  nonce: string | null;
  draftDigest: Buffer | null;
  /** How far the author has read, for when this is their first trace in the channel. */
  readOrdinal: number;
  /** Whether it moves the channel up in its members' lists of conversations. */
  isConversation: boolean;
}

/** Messages by id, and their writes: few statements, because every message pays for them. */
@Injectable()
export class MessagesRepository {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async find(messageId: MessageId): Promise<MessageRow | undefined> {
    return (await this.byIds([messageId]))[0];
  }

  async byIds(messageIds: MessageId[]): Promise<MessageRow[]> {
    const { rows } = await sql<MessageRow>`
      select ${messageColumns} from messages m where m.id = any(${messageIds}::uuid[])
    `.execute(this.database.read);
    return rows;
  }

  /**
   * Locks a channel, so that it takes one message at a time, the permissions in its community and the author's read state.
   * Before the first write, so that the event log has the messages in the order of their ordinals. Undefined for a channel
   * that never was.
   */
  async lockChannel(tx: Tx, channelId: ChannelId, authorId: UserId): Promise<LockedChannel | undefined> {
    const { rows } = await sql<LockedChannel>`
      ${prepared}
      select
        ch.type,
        ch.community_id,
        ch.lower_user_id,
        ch.higher_user_id,
        case when ch.community_id is not null then ${communityLock(sql`ch.community_id`, 'shared')} end,
        pg_advisory_xact_lock(hashtextextended('channel ' || ch.id::text, 0)),
        ${readStateLock(channelId, authorId)}
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
        ${userSummary(userId)} as author,
        a.permissions,
        ch.slow_mode_seconds,
        ${readOrdinal} as read_ordinal,
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
      ${withReadState(userId)}
      left join messages repeated
        on repeated.author_id = ${userId} and repeated.channel_id = ch.id and repeated.nonce = ${nonce}
      where ch.id = ${channelId} and ${mayView}
    `.execute(tx);
    return rows[0];
  }

  /**
   * Gives the channel's next ordinal to the message, and gives those whose list of conversations had no such channel before.
   * Time never goes back within a channel.
   */
  async insert(tx: Tx, message: NewMessage): Promise<{ row: MessageRow; newTo: UserId[] }> {
    const { channelId, authorId } = message;
    const { rows } = await sql<MessageRow & { new_to: UserId[] }>`
      ${prepared}
      with next as (
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
        from next
        returning *
      ), own_state as (
        insert into read_states as r (channel_id, user_id, read_ordinal, delivered_ordinal, own_unread_offset)
        select ${channelId}::uuid, ${authorId}::uuid, ${message.readOrdinal}::int, ${message.readOrdinal}::int, 1
        from next
        on conflict (channel_id, user_id) do update
        set own_unread_offset = r.own_unread_offset + 1
      )
      ${message.isConversation ? listing(channelId) : sql``}
      select ${messageColumns}, ${message.isConversation ? sql`array(select user_id from unlisted)` : sql`'{}'::uuid[]`} as new_to
      from m
    `.execute(tx);
    const [found] = rows;
    if (!found) throw new Error(`The channel ${channelId} is gone although it is locked`);
    const { new_to, ...row } = found;
    return { row, newTo: new_to };
  }

  /** Keeps everybody else from changing it until the transaction ends. */
  async lockForUpdate(tx: Tx, messageId: MessageId): Promise<MessageRow | undefined> {
    const { rows } = await sql<MessageRow>`
      select ${messageColumns} from messages m where m.id = ${messageId} for update
    `.execute(tx);
    return rows[0];
  }

  /** A nonce is free again after its time. */
  async freeNonce(tx: Tx, messageId: MessageId): Promise<void> {
    await tx
      .updateTable('messages')
      .set({ nonce: null, draft_digest: null })
      .where('id', '=', messageId)
      .execute();
  }

  async setBody(tx: Tx, messageId: MessageId, body: string, editedAt: Date): Promise<void> {
    await tx.updateTable('messages').set({ body, edited_at: editedAt }).where('id', '=', messageId).execute();
  }

  /** Leaves a tombstone that keeps its place in the order. */
  async erase(tx: Tx, messageId: MessageId): Promise<void> {
    await tx
      .updateTable('messages')
      .set({ body: '', draft_digest: null, edited_at: null, deleted_at: this.clock.now() })
      .where('id', '=', messageId)
      .execute();
  }
}

/** What the members' lists of conversations need; `unlisted` sees them as they were before. */
function listing(channelId: ChannelId) {
  return sql`
    , unlisted as (
      select user_id from channel_members where channel_id = ${channelId} and latest_at is null
    ), listed as (
      update channel_members set latest_at = next.at from next where channel_id = ${channelId}
    )
  `;
}
