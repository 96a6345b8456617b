import { z } from 'zod';
import { EntrySubject, entryNotificationTypes } from './entries/notifications.js';
import { graphNotificationTypes } from './graph/notifications.js';
import { identityNotificationTypes, SessionSubject } from './identity/notifications.js';
import { ChannelSubject, messagingNotificationTypes } from './messaging/notifications.js';

export const notificationTypes = [
  ...graphNotificationTypes,
  ...entryNotificationTypes,
  ...messagingNotificationTypes,
  ...identityNotificationTypes,
] as const;
export type NotificationType = (typeof notificationTypes)[number];

/** What a notification leads to. */
export const NotificationSubject = z.discriminatedUnion('type', [
  EntrySubject,
  ChannelSubject,
  SessionSubject,
]);
