import { z } from 'zod';
import { EntrySubject, entryNotificationKinds } from './entries/notifications.js';
import { graphNotificationKinds } from './graph/notifications.js';
import { identityNotificationKinds, SessionSubject } from './identity/notifications.js';
import { ChannelSubject, messagingNotificationKinds } from './messaging/notifications.js';

export const notificationKinds = [
  ...graphNotificationKinds,
  ...entryNotificationKinds,
  ...messagingNotificationKinds,
  ...identityNotificationKinds,
] as const;
export type NotificationKind = (typeof notificationKinds)[number];

/** What a notification leads to. */
export const NotificationSubject = z.discriminatedUnion('type', [
  EntrySubject,
  ChannelSubject,
  SessionSubject,
]);
export type NotificationSubject = z.infer<typeof NotificationSubject>;
