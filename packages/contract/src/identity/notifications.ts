import { z } from 'zod';

export const identityNotificationKinds = ['security'] as const;

export const SessionSubject = z.object({ type: z.literal('session'), reason: z.string() });
