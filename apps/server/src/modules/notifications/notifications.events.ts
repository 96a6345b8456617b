import type { NotificationId, UserId } from '@plaza/contract';

declare module '../../platform/events/domain-events.js' {
  /** Topics of all: `user:<id>` of the recipient. */
  interface DomainEvents {
    'notification.created': { notificationId: NotificationId; recipientId: UserId };
    'notification.read': { recipientId: UserId };
  }
}
