import { Injectable } from '@nestjs/common';
import type { ChannelId, MessageId } from '@plaza/contract';
import { sql } from 'kysely';
import { Database, type Tx } from '../../../platform/database/database.js';
import { ProblemError } from '../../../platform/problems/problem-error.js';
import '../messaging.tables.js';
import { type MessageRow, messageColumns } from './message-rows.js';

/** Which part of a channel is asked for; the messages named are in it. */
export interface HistoryAsk {
  before?: MessageId | undefined;
  after?: MessageId | undefined;
  around?: MessageId | undefined;
  from?: Date | undefined;
  to?: Date | undefined;
  limit: number;
}

export interface HistoryPage {
  rows: MessageRow[];
  hasOlder: boolean;
  hasNewer: boolean;
}

interface Bounds {
  anchor: number | null;
  lowest: number;
  highest: number;
}

/** Reads of messages; who may read them is asked before. */
@Injectable()
export class MessagesQueries {
  constructor(private readonly database: Database) {}

  async find(messageId: MessageId): Promise<MessageRow | undefined> {
    return (await this.byIds([messageId]))[0];
  }

  /** Keeps everybody else from changing it until the transaction ends. */
  async hold(tx: Tx, messageId: MessageId): Promise<MessageRow | undefined> {
    const { rows } = await sql<MessageRow>`
      select ${messageColumns} from messages m where m.id = ${messageId} for update
    `.execute(tx);
    return rows[0];
  }

  async byIds(messageIds: MessageId[]): Promise<MessageRow[]> {
    const { rows } = await sql<MessageRow>`
      select ${messageColumns} from messages m where m.id = any(${messageIds}::uuid[])
    `.execute(this.database.read);
    return rows;
  }

  /**
   * A page of a channel, newest first unless `after`. Ordinals have no gaps, so a page is a range of them whatever the size
   * of the channel. Errors: `not_found` for an anchor that is not in the channel.
   */
  async history(channelId: ChannelId, lastOrdinal: number, ask: HistoryAsk): Promise<HistoryPage> {
    const bounds = await this.bounds(channelId, lastOrdinal, ask);
    const [first, last] = rangeOf(bounds, ask);
    const { rows } = await sql<MessageRow>`
      select ${messageColumns}
      from messages m
      where m.channel_id = ${channelId} and m.ordinal between ${first} and ${last}
      order by m.ordinal ${ask.after ? sql`asc` : sql`desc`}
    `.execute(this.database.read);
    return { rows, hasOlder: first > bounds.lowest, hasNewer: last < bounds.highest };
  }

  private async bounds(channelId: ChannelId, lastOrdinal: number, ask: HistoryAsk): Promise<Bounds> {
    const anchorId = ask.before ?? ask.after ?? ask.around;
    if (!anchorId && !ask.from && !ask.to) return { anchor: null, lowest: 1, highest: lastOrdinal };
    const { rows } = await sql<{ anchor: number | null; lowest: number | null; highest: number | null }>`
      select
        (select ordinal from messages where id = ${anchorId ?? null} and channel_id = ${channelId}) as anchor,
        (
          select ordinal
          from messages
          where channel_id = ${channelId} and created_at >= ${ask.from ?? null}
          order by created_at, ordinal
          limit 1
        ) as lowest,
        (
          select ordinal
          from messages
          where channel_id = ${channelId} and created_at <= ${ask.to ?? null}
          order by created_at desc, ordinal desc
          limit 1
        ) as highest
    `.execute(this.database.read);
    const found = rows[0];
    if (anchorId && found?.anchor == null) throw new ProblemError('not_found');
    return {
      anchor: found?.anchor ?? null,
      lowest: ask.from ? (found?.lowest ?? lastOrdinal + 1) : 1,
      highest: ask.to ? (found?.highest ?? 0) : lastOrdinal,
    };
  }
}

/** First and last ordinal of the page; `around` has the anchor itself in its middle. */
function rangeOf({ anchor, lowest, highest }: Bounds, ask: HistoryAsk): [number, number] {
  const { limit } = ask;
  if (anchor === null) return [Math.max(lowest, highest - limit + 1), highest];
  if (ask.before) {
    const last = Math.min(anchor - 1, highest);
    return [Math.max(lowest, last - limit + 1), last];
  }
  if (ask.after) {
    const first = Math.max(anchor + 1, lowest);
    return [first, Math.min(first + limit - 1, highest)];
  }
  const first = Math.max(lowest, anchor - Math.floor(limit / 2));
  return [first, Math.min(first + limit - 1, highest)];
}
