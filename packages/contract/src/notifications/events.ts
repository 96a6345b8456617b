import { z } from 'zod';
import { event } from '../event.js';
import { UnreadSummary } from '../unread.js';
import { Notification } from './views.js';

export const notificationEvents = {
  'notification.created': event({
    summary: 'A notification is new, or a grouped one grew',
    payload: z.object({ notification: Notification, unread: UnreadSummary }),
    replayed: true,
    scope: 'notifications:read',
  }),
  'notification.read': event({
    summary: 'Unread counts went down',
    payload: UnreadSummary,
    replayed: true,
    scope: 'notifications:read',
  }),
};

/** What of notifications stands in `ready`. */
export const notificationReady = { unread: UnreadSummary };
