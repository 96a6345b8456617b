import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { NotificationId, UserId } from '@plaza/contract';
import type { LoggedEventOf } from '../../platform/events/domain-events.js';
import type { Effect } from '../../platform/realtime/effects.js';
import { Realtime, userTopic } from '../../platform/realtime/realtime.js';
import { NotificationsQueries } from './notifications.queries.js';
import { NotificationsService } from './notifications.service.js';
import { NotificationsViews } from './notifications.views.js';

/** Keeps the inbox of open sockets up to date. */
@Injectable()
export class NotificationsRealtime implements OnModuleInit {
  constructor(
    private readonly realtime: Realtime,
    private readonly queries: NotificationsQueries,
    private readonly service: NotificationsService,
    private readonly views: NotificationsViews,
  ) {}

  onModuleInit(): void {
    this.realtime.ready({
      part: 'unread',
      scope: 'notifications:read',
      load: ({ userId }) => this.service.unread(userId),
      empty: { notifications: 0, directChannels: 0 },
    });
    this.realtime.frames('notification.created', (events) => this.created(events));
    this.realtime.frames('notification.read', (events) => this.read(events));
  }

  private async created(events: LoggedEventOf<'notification.created'>[]): Promise<Effect[][]> {
    const idsByRecipient = new Map<UserId, NotificationId[]>();
    for (const { subject } of events) {
      const ids = idsByRecipient.get(subject.recipientId) ?? [];
      idsByRecipient.set(subject.recipientId, [...ids, subject.notificationId]);
    }
    const told = await Promise.all([...idsByRecipient].map(([id, ids]) => this.framesOf(id, ids)));
    const byId = new Map(told.flat());
    return events.map(({ subject }) => byId.get(subject.notificationId) ?? []);
  }

  private async framesOf(recipientId: UserId, ids: NotificationId[]): Promise<[NotificationId, Effect[]][]> {
    const [rows, unread] = await Promise.all([
      this.queries.byIds(recipientId, ids),
      this.service.unread(recipientId),
    ]);
    const notifications = await this.views.notifications(recipientId, rows);
    return notifications.map((notification) => [
      notification.id,
      [
        {
          kind: 'frame',
          event: 'notification.created',
          payload: { notification, unread },
          to: { topic: userTopic(recipientId) },
        },
      ],
    ]);
  }

  /** One frame per recipient, at the last of their events in the run. */
  private async read(events: LoggedEventOf<'notification.read'>[]): Promise<Effect[][]> {
    const recipients = events.map(({ subject }) => subject.recipientId);
    return Promise.all(
      recipients.map(async (recipientId, index): Promise<Effect[]> => {
        if (recipients.lastIndexOf(recipientId) !== index) return [];
        const payload = await this.service.unread(recipientId);
        return [
          { kind: 'frame', event: 'notification.read', payload, to: { topic: userTopic(recipientId) } },
        ];
      }),
    );
  }
}
