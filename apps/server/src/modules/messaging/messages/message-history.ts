import { Injectable } from '@nestjs/common';
import type { ChannelId, Message, MessageId } from '@plaza/contract';
import { sql } from 'kysely';
import { Database } from '../../../platform/database/database.js';
import type { Viewer } from '../../../platform/http/viewer.js';
import { ProblemError } from '../../../platform/problems/problem-error.js';
import { channelTypes } from '../channels/channel-types.js';
import { ChannelsQueries } from '../channels/channels.queries.js';
import { DirectChannelsService } from '../channels/direct-channels.service.js';
import { assertMayRead, permissionsIn } from '../messaging.policy.js';
import '../messaging.tables.js';
import { ReadStatesService } from '../read-states/read-states.service.js';
import { type MessageRow, messageColumns } from './messages.repository.js';
import { MessagesViews } from './messages.views.js';

/** Which slice of a channel to read; `around` includes the message itself. */
export interface HistoryQuery {
  before?: MessageId | undefined;
  after?: MessageId | undefined;
  around?: MessageId | undefined;
  from?: Date | undefined;
  to?: Date | undefined;
  limit: number;
}

interface Bounds {
  anchor: number | null;
  lowest: number;
  highest: number;
}

/** Reads the history of a channel. */
@Injectable()
export class MessageHistory {
  constructor(
    private readonly database: Database,
    private readonly channels: ChannelsQueries,
    private readonly directChannels: DirectChannelsService,
    private readonly views: MessagesViews,
    private readonly readStates: ReadStatesService,
  ) {}

  /** Errors: `not_found` also for an anchor that is not in the channel, `forbidden` without the right to read history. */
  async page(
    viewer: Viewer,
    channelId: ChannelId,
    query: HistoryQuery,
  ): Promise<{ items: Message[]; hasOlder: boolean; hasNewer: boolean }> {
    const channel = await this.channels.viewable(viewer, channelId);
    assertMayRead(channel.permissions);
    const [page, closedBy] = await Promise.all([
      this.slice(channelId, channel.last_ordinal, query),
      this.directChannels.denialIn(channel, viewer.userId),
    ]);
    const { rows, hasOlder, hasNewer } = page;
    if (viewer.userId && channelTypes[channel.type].marks === 'shared') {
      const latest = Math.max(0, ...rows.map(({ ordinal }) => ordinal));
      this.readStates.noteDelivered(channelId, viewer.userId, latest);
    }
    const permissions = permissionsIn({ permissions: channel.permissions, closedBy });
    const items = await this.views.messages(rows, { viewerId: viewer.userId, permissions });
    return { items, hasOlder, hasNewer };
  }

  /**
   * A page of a channel, newest first unless `after`. Ordinals have no gaps, so a page is a range of them whatever the size
   * of the channel. Errors: `not_found` for an anchor that is not in the channel.
   */
  private async slice(
    channelId: ChannelId,
    lastOrdinal: number,
    query: HistoryQuery,
  ): Promise<{ rows: MessageRow[]; hasOlder: boolean; hasNewer: boolean }> {
    const bounds = await this.bounds(channelId, lastOrdinal, query);
    const [first, last] = rangeOf(bounds, query);
    const { rows } = await sql<MessageRow>`
      select ${messageColumns}
      from messages m
      where m.channel_id = ${channelId} and m.ordinal between ${first} and ${last}
      order by m.ordinal ${query.after ? sql`asc` : sql`desc`}
    `.execute(this.database.read);
    return { rows, hasOlder: first > bounds.lowest, hasNewer: last < bounds.highest };
  }

  private async bounds(channelId: ChannelId, lastOrdinal: number, query: HistoryQuery): Promise<Bounds> {
    const anchorId = query.before ?? query.after ?? query.around;
    if (!anchorId && !query.from && !query.to) return { anchor: null, lowest: 1, highest: lastOrdinal };
    const { rows } = await sql<{ anchor: number | null; lowest: number | null; highest: number | null }>`
      select
        (select ordinal from messages where id = ${anchorId ?? null} and channel_id = ${channelId}) as anchor,
        (
          select ordinal
          from messages
          where channel_id = ${channelId} and created_at >= ${query.from ?? null}
          order by created_at, ordinal
          limit 1
        ) as lowest,
        (
          select ordinal
          from messages
          where channel_id = ${channelId} and created_at <= ${query.to ?? null}
          order by created_at desc, ordinal desc
          limit 1
        ) as highest
    `.execute(this.database.read);
    const found = rows[0];
    if (anchorId && found?.anchor == null) throw new ProblemError('not_found');
    return {
      anchor: found?.anchor ?? null,
      lowest: query.from ? (found?.lowest ?? lastOrdinal + 1) : 1,
      highest: query.to ? (found?.highest ?? 0) : lastOrdinal,
    };
  }
}

/** First and last ordinal of the page; `around` has the anchor itself in its middle. */
function rangeOf({ anchor, lowest, highest }: Bounds, query: HistoryQuery): [number, number] {
  const { limit } = query;
  if (anchor === null) return [Math.max(lowest, highest - limit + 1), highest];
  if (query.before) {
    const last = Math.min(anchor - 1, highest);
    return [Math.max(lowest, last - limit + 1), last];
  }
  if (query.after) {
    const first = Math.max(anchor + 1, lowest);
    return [first, Math.min(first + limit - 1, highest)];
  }
  const first = Math.max(lowest, anchor - Math.floor(limit / 2));
  return [first, Math.min(first + limit - 1, highest)];
}
