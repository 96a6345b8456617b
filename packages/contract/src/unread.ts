import { z } from 'zod';
import { messagingUnread } from './messaging/unread.js';
import { notificationUnread } from './notifications/unread.js';

/** How much waits to be read: a count of each area that has one. */
export const UnreadSummary = z
  .object({ ...notificationUnread, ...messagingUnread })
  .meta({ id: 'UnreadSummary' });
export type UnreadSummary = z.infer<typeof UnreadSummary>;
