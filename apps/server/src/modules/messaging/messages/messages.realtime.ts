import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { ChannelId, MessageId, UserId } from '@plaza/contract';
import type { LoggedEventOf } from '../../../platform/events/domain-events.js';
import type { Effect } from '../../../platform/realtime/effects.js';
import { Realtime, userTopic } from '../../../platform/realtime/realtime.js';
import { channelTypes } from '../channels/channel-types.js';
import { messagesTopic } from '../messaging.events.js';
import { ReadStatesRepository } from '../read-states/read-states.repository.js';
import { ReadStatesService } from '../read-states/read-states.service.js';
import { type MessageRow, MessagesRepository } from './messages.repository.js';
import { MessagesViews } from './messages.views.js';

type Written = LoggedEventOf<'message.sent'> | LoggedEventOf<'message.updated'>;
type MarkMoved = LoggedEventOf<'channel.read'> | LoggedEventOf<'channel.delivered'>;

/** What happens to messages and marks, for those who may read the channel: the same frame for all of them. */
@Injectable()
export class MessagesRealtime implements OnModuleInit {
  constructor(
    private readonly realtime: Realtime,
    private readonly repository: MessagesRepository,
    private readonly views: MessagesViews,
    private readonly readStates: ReadStatesService,
    private readonly readStatesRepository: ReadStatesRepository,
  ) {}

  onModuleInit(): void {
    this.realtime.frames('message.sent', (events) => this.written(events));
    this.realtime.frames('message.updated', (events) => this.written(events));
    this.realtime.frames('message.deleted', (events) => this.deleted(events));
    this.realtime.frames('channel.read', (events) => this.marksMoved(events));
    this.realtime.frames('channel.delivered', (events) => this.marksMoved(events));
    this.realtime.onConnected(({ userId }) => this.readStates.connected(userId));
  }

  private async written(events: Written[]): Promise<Effect[][]> {
    const rows = await this.repository.byIds(events.map(({ subject }) => subject.messageId));
    const views = await this.views.shared(rows);
    const found = new Map(rows.map((row, index) => [row.id, { row, view: views[index] }]));
    return events.map((event) => {
      const { row, view } = found.get(event.subject.messageId) ?? {};
      if (!row || !view) return [];
      const topic = messagesTopic(row.channel_id);
      const isShared = channelTypes[event.subject.channelType].marks === 'shared';
      const own = event.name === 'message.sent' && row.nonce !== null ? [row.author_id] : [];
      const frames: Effect[] = [
        {
          kind: 'frame',
          event: event.name,
          payload: view,
          to: { topic, except: own },
          ...(isShared && { onDelivered: this.noteDelivery(row) }),
        },
      ];
      if (own.length > 0) {
        // The devices of the author know by the nonce which of their messages this is; it is private to the author.
        const payload = { ...view, nonce: row.nonce };
        frames.push({ kind: 'frame', event: event.name, payload, to: { topic, filter: async () => own } });
      }
      return [...refreshForNewcomers(event), ...frames];
    });
  }

  /** Whoever got a message on one of their sessions has received it. */
  private noteDelivery(row: MessageRow): (users: UserId[]) => void {
    return (users) => {
      for (const userId of users) {
        if (userId !== row.author_id) this.readStates.noteDelivered(row.channel_id, userId, row.ordinal);
      }
    };
  }

  private async deleted(events: LoggedEventOf<'message.deleted'>[]): Promise<Effect[][]> {
    const found = await this.repository.byIds(events.map(({ subject }) => subject.messageId));
    const rows = new Map<MessageId, MessageRow>(found.map((row) => [row.id, row]));
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

  /** Shared marks go to the members who see each other's, the others to the person's own devices. */
  private async marksMoved(events: MarkMoved[]): Promise<Effect[][]> {
    const states = await this.readStatesRepository.withViewers(events.map(({ subject }) => subject));
    const current = new Map(states.map((state) => [keyOf(state), state]));
    return events.map(({ name, subject }): Effect[] => {
      const state = current.get(keyOf(subject));
      if (!state) return [];
      const { viewerIds, ...payload } = state;
      const to =
        channelTypes[subject.channelType].marks === 'shared'
          ? { topic: messagesTopic(subject.channelId), filter: async () => viewerIds }
          : { topic: userTopic(subject.userId) };
      return [{ kind: 'frame', event: name, payload, to }];
    });
  }
}

/** Those to whom the channel is new are subscribed to it from here on. */
function refreshForNewcomers(event: Written): Effect[] {
  if (event.name !== 'message.sent' || event.subject.newTo.length === 0) return [];
  return [{ kind: 'refreshSubscriptions', users: event.subject.newTo }];
}

function keyOf({ channelId, userId }: { channelId: ChannelId; userId: UserId }): string {
  return `${channelId} ${userId}`;
}
