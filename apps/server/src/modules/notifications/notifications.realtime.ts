import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { NotificationId, UserId } from '@plaza/contract';
import type { LoggedEventOf } from '../../platform/events/domain-events.js';
import type { Effect, PersonalFrame } from '../../platform/realtime/effects.js';
import { Realtime, userTopic } from '../../platform/realtime/realtime.js';
import { NotificationsQueries } from './notifications.queries.js';
import { NotificationsViews } from './notifications.views.js';
import { UnreadCounts } from './unread-counts.js';

/** Keeps the inboxes of open sockets up to date. What happens to those of people without one costs no query here. */
@Injectable()
export class NotificationsRealtime implements OnModuleInit {
  constructor(
    private readonly realtime: Realtime,
    private readonly queries: NotificationsQueries,
    private readonly views: NotificationsViews,
    private readonly counts: UnreadCounts,
  ) {}

  onModuleInit(): void {
    this.counts.register('notifications', (userId) => this.queries.unreadCount(userId));
    this.realtime.ready({
      part: 'unread',
      scope: 'notifications:read',
      load: ({ userId }) => this.counts.of(userId),
      empty: this.counts.none,
    });
    this.realtime.frames('notification.created', async (events) => this.created(events));
    this.realtime.frames('notification.read', async (events) => this.read(events));
  }

  /** Several of one recipient are read together. */
  private created(events: LoggedEventOf<'notification.created'>[]): Effect[][] {
    const idsByRecipient = new Map<UserId, NotificationId[]>();
    for (const { subject } of events) {
      const ids = idsByRecipient.get(subject.recipientId) ?? [];
      idsByRecipient.set(subject.recipientId, [...ids, subject.notificationId]);
    }
    const inboxes = new Map<UserId, Promise<Map<NotificationId, PersonalFrame>>>();
    return events.map(({ subject: { recipientId, notificationId } }) => {
      const make = async () => {
        const frames =
          inboxes.get(recipientId) ?? this.framesOf(recipientId, idsByRecipient.get(recipientId) ?? []);
        inboxes.set(recipientId, frames);
        const frame = (await frames).get(notificationId);
        return frame ? [frame] : [];
      };
      return [{ kind: 'personalFrames', topic: userTopic(recipientId), make }];
    });
  }

  private async framesOf(
    recipientId: UserId,
    ids: NotificationId[],
  ): Promise<Map<NotificationId, PersonalFrame>> {
    const [rows, unread] = await Promise.all([
      this.queries.byIds(recipientId, ids),
      this.counts.of(recipientId),
    ]);
    const notifications = await this.views.notifications(recipientId, rows);
    return new Map(
      notifications.map((notification) => [
        notification.id,
        { event: 'notification.created', payload: { notification, unread }, users: [recipientId] },
      ]),
    );
  }

  /** One frame per recipient, at the last of their events in the batch. */
  private read(events: LoggedEventOf<'notification.read'>[]): Effect[][] {
    const recipients = events.map(({ subject }) => subject.recipientId);
    return recipients.map((recipientId, index) => {
      if (recipients.lastIndexOf(recipientId) !== index) return [];
      const make = async (): Promise<PersonalFrame[]> => [
        { event: 'notification.read', payload: await this.counts.of(recipientId), users: [recipientId] },
      ];
      return [{ kind: 'personalFrames', topic: userTopic(recipientId), make }];
    });
  }
}
