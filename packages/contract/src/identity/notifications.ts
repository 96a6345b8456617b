import { z } from 'zod';

export const identityNotificationTypes = ['security'] as const;

export const SessionSubject = z.object({ type: z.literal('session'), reason: z.string() });
