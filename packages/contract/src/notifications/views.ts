import { z } from 'zod';
import { UserSummary } from '../identity/views.js';
import { NotificationSubject, notificationKinds } from '../notification-kinds.js';
import { NotificationId, Timestamp } from '../scalars.js';

/** How much it matters that somebody sees it soon; each kind has one. */
export const notificationImportances = ['low', 'normal', 'high'] as const;
export type NotificationImportance = (typeof notificationImportances)[number];

export const Notification = z
  .object({
    id: NotificationId,
    type: z.enum(notificationKinds),
    importance: z.enum(notificationImportances),
    /** One plain sentence in the recipient's language, with the names in it between bidirectional isolates. */
    text: z.string(),
    /** Who made it happen, newest first, at most three; `count` says how many happenings it stands for. */
    actors: z.array(UserSummary).max(3),
    count: z.int(),
    /** Where it leads; null where there is nothing to open or the viewer may no longer see it. */
    subject: NotificationSubject.nullable(),
    createdAt: Timestamp,
    updatedAt: Timestamp,
    seenAt: Timestamp.nullable(),
    readAt: Timestamp.nullable(),
  })
  .meta({ id: 'Notification' });
export type Notification = z.infer<typeof Notification>;
