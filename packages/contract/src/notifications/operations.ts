import { z } from 'zod';
import { notificationKinds } from '../notification-kinds.js';
import { operation } from '../operation.js';
import { NotificationId, PageQuery, page } from '../scalars.js';
import { UnreadSummary } from '../unread.js';
import { Notification } from './views.js';

export const notifications = {
  list: operation({
    method: 'GET',
    path: '/notifications',
    summary: 'The inbox, newest first',
    access: 'user',
    scope: 'notifications:read',
    limit: 'read',
    status: 200,
    query: PageQuery.extend({ type: z.enum(notificationKinds).optional() }),
    response: page(Notification),
    errors: ['cursor_invalid', 'cursor_mismatch'],
  }),
  unread: operation({
    method: 'GET',
    path: '/notifications/unread',
    summary: 'How many notifications and direct channels are unread',
    access: 'user',
    scope: 'notifications:read',
    limit: 'read',
    status: 200,
    response: UnreadSummary,
    errors: [],
  }),
  read: operation({
    method: 'PUT',
    path: '/notifications/read',
    summary: 'Mark as read: the given ones, or all up to one',
    access: 'user',
    scope: 'notifications:write',
    limit: 'write',
    status: 200,
    body: z
      .strictObject({
        ids: z.array(NotificationId).min(1).max(100).optional(),
        upTo: NotificationId.optional(),
      })
      .refine((body) => (body.ids === undefined) !== (body.upTo === undefined), {
        error: 'Either ids or upTo',
        path: ['ids'],
      }),
    response: UnreadSummary,
    errors: ['not_found'],
  }),
};
