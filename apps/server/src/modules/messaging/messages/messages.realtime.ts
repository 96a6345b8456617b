import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { MessageId, UserId, UserSummary } from '@plaza/contract';
import type { LoggedEventOf } from '../../../platform/events/domain-events.js';
import type { Effect, Frame, Recipients } from '../../../platform/realtime/effects.js';
import { Realtime } from '../../../platform/realtime/realtime.js';
import { channelTopic } from '../messaging.events.js';
import { ability } from '../messaging.policy.js';
import { DeliveryMarks } from '../pointers/delivery-marks.js';
import type { MessageRow } from './message-rows.js';
import { MessagesQueries } from './messages.queries.js';
import { authorOf, MessagesViews, messageFor } from './messages.views.js';

type Written = LoggedEventOf<'message.sent'> | LoggedEventOf<'message.updated'>;

/** What those who may read a channel hear of its messages: one frame for each ability, and one for the author. */
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
      return [...beginnings(event), ...this.frames(event, row, authorOf(row, authors))];
    });
  }

  private frames({ name, subject }: Written, row: MessageRow, author: UserSummary): Effect[] {
    const isDirect = subject.communityId === null;
    const view = (viewerId: UserId | null, mayManage: boolean): Frame => ({
      event: name,
      payload: messageFor(viewerId, row, author, { mayWrite: true, mayManage }),
    });
    const others = { topic: channelTopic(row.channel_id), except: [row.author_id] };
    const own = { topic: channelTopic(row.channel_id), among: async () => [row.author_id] };
    const among = this.arrivals(row);
    return [
      ...(isDirect
        ? [toFrame(view(null, false), { ...others, among })]
        : [
            toFrame(view(null, false), { ...others, ability: ability.read }),
            toFrame(view(null, true), { ...others, ability: ability.manageMessages }),
          ]),
      toFrame(view(row.author_id, false), own),
    ];
  }

  /** Whoever is told of a message on one of their sessions has received it. */
  private arrivals(row: MessageRow): (users: UserId[]) => Promise<UserId[]> {
    return async (users) => {
      for (const userId of users) {
        if (userId !== row.author_id) this.delivery.note(row.channel_id, userId, row.ordinal);
      }
      return users;
    };
  }

  private async deleted(events: LoggedEventOf<'message.deleted'>[]): Promise<Effect[][]> {
    const rows = await this.rowsBy(events.map(({ subject }) => subject.messageId));
    return events.map(({ subject }) => {
      const row = rows.get(subject.messageId);
      if (!row?.deleted_at) return [];
      const frame: Frame = {
        event: 'message.deleted',
        payload: {
          id: row.id,
          channelId: row.channel_id,
          ordinal: row.ordinal,
          deletedAt: row.deleted_at.toISOString(),
        },
      };
      return [ability.read, ability.manageMessages].map((held) =>
        toFrame(frame, { topic: channelTopic(row.channel_id), ability: held }),
      );
    });
  }

  private async rowsBy(ids: MessageId[]): Promise<Map<MessageId, MessageRow>> {
    const rows = await this.queries.byIds(ids);
    return new Map(rows.map((row) => [row.id, row]));
  }
}

function toFrame(frame: Frame, to: Recipients): Effect {
  return { kind: 'frame', ...frame, to };
}

/** Those for whom the channel begins with this message hear it from here on. */
function beginnings(event: Written): Effect[] {
  if (event.name !== 'message.sent' || event.subject.newTo.length === 0) return [];
  return [{ kind: 'refreshSubscriptions', users: event.subject.newTo }];
}
