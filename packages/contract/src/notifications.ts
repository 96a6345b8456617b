import { z } from 'zod';
import { UserSummary } from './identity.js';
import { operation } from './operation.js';
import { ChannelId, EntryId, NotificationId, PageQuery, page, Timestamp } from './scalars.js';

export const notificationTypes = [
  'follow',
  'follow_request',
  'follow_accepted',
  'comment',
  'mention',
  'message',
  'security',
] as const;
export type NotificationType = (typeof notificationTypes)[number];

export const Notification = z
  .object({
    id: NotificationId,
    type: z.enum(notificationTypes),
    /** Who made it happen, newest first, at most three; `count` says how many happenings it stands for. */
    actors: z.array(UserSummary).max(3),
    count: z.int(),
    /** Where it leads; null where there is nothing to open or the viewer may no longer see it. */
    subject: z
      .discriminatedUnion('type', [
        z.object({ type: z.literal('entry'), entryId: EntryId, rootId: EntryId, excerpt: z.string() }),
        z.object({ type: z.literal('channel'), channelId: ChannelId }),
        z.object({ type: z.literal('session'), reason: z.string() }),
      ])
      .nullable(),
    createdAt: Timestamp,
    updatedAt: Timestamp,
    seenAt: Timestamp.nullable(),
    readAt: Timestamp.nullable(),
  })
  .meta({ id: 'Notification' });
export type Notification = z.infer<typeof Notification>;

export const UnreadSummary = z
  .object({ notifications: z.int(), directChannels: z.int() })
  .meta({ id: 'UnreadSummary' });
export type UnreadSummary = z.infer<typeof UnreadSummary>;

export const notifications = {
  list: operation({
    method: 'GET',
    path: '/notifications',
    summary: 'The inbox, newest first',
    access: 'user',
    scope: 'notifications:read',
    limit: 'read',
    status: 200,
    query: PageQuery.extend({ type: z.enum(notificationTypes).optional() }),
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
