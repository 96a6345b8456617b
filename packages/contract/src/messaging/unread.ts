import { z } from 'zod';

export const messagingUnread = { directChannels: z.int() };
