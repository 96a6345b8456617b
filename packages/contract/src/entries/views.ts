import { z } from 'zod';
import { UserSummary } from '../identity/views.js';
import { EntryId, Timestamp } from '../scalars.js';
import { entryLimits } from './limits.js';

export const audiences = ['public', 'followers', 'mentioned'] as const;
export type Audience = (typeof audiences)[number];
export const voteValues = [-1, 0, 1] as const;

export const VoteValue = z.union([z.literal(1), z.literal(0), z.literal(-1)]);
export type VoteValue = z.infer<typeof VoteValue>;

export const EntryCounters = z
  .object({ up: z.int(), down: z.int(), replies: z.int(), descendants: z.int() })
  .meta({ id: 'EntryCounters' });
export type EntryCounters = z.infer<typeof EntryCounters>;

/** What the view of every kind of entry holds beside its own. */
export const entryBase = {
  id: EntryId,
  author: UserSummary,
  body: z.string().meta({ description: 'Markdown of the small subset' }),
  audience: z.enum(audiences),
  mentions: z.array(UserSummary).max(entryLimits.mentionsPerEntry),
  counters: EntryCounters,
  createdAt: Timestamp,
  editedAt: Timestamp.nullable(),
  viewer: z.object({
    vote: VoteValue,
    can: z.object({ edit: z.boolean(), delete: z.boolean(), comment: z.boolean(), vote: z.boolean() }),
  }),
};
export type EntryBase = z.infer<z.ZodObject<typeof entryBase>>;

export const Revision = z
  .object({ title: z.string().nullable(), body: z.string(), replacedAt: Timestamp })
  .meta({ id: 'Revision' });
