import { Injectable } from '@nestjs/common';
import type { ChannelId, Message } from '@plaza/contract';
import type { Viewer } from '../../../platform/http/viewer.js';
import { type ChannelRow, ChannelsQueries } from '../channels/channels.queries.js';
import { DirectRules } from '../channels/direct-rules.js';
import { peerOf, writeContextOf } from '../channels/send-context.js';
import { assertMayRead, permissionsOn } from '../messaging.policy.js';
import { DeliveryMarks } from '../pointers/delivery-marks.js';
import { type HistoryAsk, MessagesQueries } from './messages.queries.js';
import { MessagesViews } from './messages.views.js';

/** Reading back in a channel. */
@Injectable()
export class HistoryService {
  constructor(
    private readonly channels: ChannelsQueries,
    private readonly queries: MessagesQueries,
    private readonly views: MessagesViews,
    private readonly rules: DirectRules,
    private readonly delivery: DeliveryMarks,
  ) {}

  /** Errors: `not_found` also for an anchor that is not in the channel, `forbidden` without the right to read history. */
  async page(
    viewer: Viewer,
    channelId: ChannelId,
    ask: HistoryAsk,
  ): Promise<{ items: Message[]; hasOlder: boolean; hasNewer: boolean }> {
    const channel = await this.channels.viewable(viewer, channelId);
    assertMayRead(channel.permissions);
    const [page, permissions] = await Promise.all([
      this.queries.history(channelId, channel.last_ordinal, ask),
      this.permissionsIn(viewer, channel),
    ]);
    if (viewer.userId && channel.type === 'direct') {
      this.delivery.note(channelId, viewer.userId, Math.max(0, ...page.rows.map(({ ordinal }) => ordinal)));
    }
    const { rows, hasOlder, hasNewer } = page;
    return { items: await this.views.messages(viewer, rows, permissions), hasOlder, hasNewer };
  }

  private async permissionsIn(viewer: Viewer, channel: ChannelRow): Promise<bigint> {
    const peerId = channel.type === 'direct' ? peerOf(channel, viewer.userId) : null;
    const verdict = viewer.userId && peerId && (await this.rules.verdict(viewer.userId, peerId));
    return permissionsOn(writeContextOf(channel, verdict || null));
  }
}
