import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { MessageId, UserId } from '@plaza/contract';
import type { LoggedEventOf } from '../../../platform/events/domain-events.js';
import type { Effect } from '../../../platform/realtime/effects.js';
import { Realtime } from '../../../platform/realtime/realtime.js';
import { messagesTopic } from '../messaging.events.js';
import { DeliveryMarks } from '../pointers/delivery-marks.js';
import type { MessageRow } from './message-rows.js';
import { MessagesQueries } from './messages.queries.js';
import { authorOf, MessagesViews, sharedMessage } from './messages.views.js';

type Written = LoggedEventOf<'message.sent'> | LoggedEventOf<'message.updated'>;

/** What happens to messages, for those who may read the channel: the same frame for all of them. */
@Injectable()
export class MessagesRealtime implements OnModuleInit {
  constructor(
    private readonly realtime: Realtime,
    private readonly queries: MessagesQueries,
    private readonly views: MessagesViews,
    private readonly delivery: DeliveryMarks,
  ) {}

  onModuleInit(): void {
    this.realtime.frames('message.sent', (events) => this.written(events));
    this.realtime.frames('message.updated', (events) => this.written(events));
    this.realtime.frames('message.deleted', (events) => this.deleted(events));
    this.realtime.onConnected(({ userId }) => this.delivery.connected(userId));
  }

  private async written(events: Written[]): Promise<Effect[][]> {
    const rows = await this.rowsBy(events.map(({ subject }) => subject.messageId));
    const authors = await this.views.authorsOf([...rows.values()]);
    return events.map((event) => {
      const row = rows.get(event.subject.messageId);
      if (!row) return [];
      const payload = sharedMessage(row, authorOf(row, authors));
      const topic = messagesTopic(row.channel_id);
      const own = event.name === 'message.sent' && row.nonce !== null ? [row.author_id] : [];
      const frames: Effect[] = [
        {
          kind: 'frame',
          event: event.name,
          payload,
          to: { topic, except: own },
          ...(event.subject.communityId === null && { onDelivered: this.marksDelivered(row) }),
        },
      ];
      if (own.length > 0) {
        // The devices of the author know by the nonce which of their messages this is; it is nobody else's business.
        const ownPayload = { ...payload, nonce: row.nonce };
        frames.push({
          kind: 'frame',
          event: event.name,
          payload: ownPayload,
          to: { topic, filter: async () => own },
        });
      }
      return [...beginnings(event), ...frames];
    });
  }

  /** Whoever got a message of a direct channel on one of their sessions has received it. */
  private marksDelivered(row: MessageRow): (users: UserId[]) => void {
    return (users) => {
      for (const userId of users) {
        if (userId !== row.author_id) this.delivery.note(row.channel_id, userId, row.ordinal);
      }
    };
  }

  private async deleted(events: LoggedEventOf<'message.deleted'>[]): Promise<Effect[][]> {
    const rows = await this.rowsBy(events.map(({ subject }) => subject.messageId));
    return events.map(({ subject }): Effect[] => {
      const row = rows.get(subject.messageId);
      if (!row?.deleted_at) return [];
      return [
        {
          kind: 'frame',
          event: 'message.deleted',
          payload: {
            id: row.id,
            channelId: row.channel_id,
            ordinal: row.ordinal,
            deletedAt: row.deleted_at.toISOString(),
          },
          to: { topic: messagesTopic(row.channel_id) },
        },
      ];
    });
  }

  private async rowsBy(ids: MessageId[]): Promise<Map<MessageId, MessageRow>> {
    const rows = await this.queries.byIds(ids);
    return new Map(rows.map((row) => [row.id, row]));
  }
}

/** Those for whom the channel begins with this message are subscribed to it from here on. */
function beginnings(event: Written): Effect[] {
  if (event.name !== 'message.sent' || event.subject.newTo.length === 0) return [];
  return [{ kind: 'refreshSubscriptions', users: event.subject.newTo }];
}
