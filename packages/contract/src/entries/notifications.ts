import { z } from 'zod';
import { EntryId } from '../scalars.js';

export const entryNotificationKinds = ['comment', 'mention'] as const;

export const EntrySubject = z.object({
  type: z.literal('entry'),
  entryId: EntryId,
  rootId: EntryId,
  excerpt: z.string(),
});
