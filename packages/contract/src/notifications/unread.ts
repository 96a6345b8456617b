import { z } from 'zod';

export const notificationUnread = { notifications: z.int() };
