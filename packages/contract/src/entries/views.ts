import { z } from 'zod';
import { UserSummary } from '../identity/views.js';
import { Cursor, EntryId, page, Timestamp } from '../scalars.js';
import { entryLimits } from './limits.js';

export const entryKinds = ['post', 'comment'] as const;
export type EntryKind = (typeof entryKinds)[number];
export const audiences = ['public', 'followers', 'mentioned'] as const;
export type Audience = (typeof audiences)[number];
export const postSorts = ['hot', 'new', 'top', 'best', 'controversial', 'rising'] as const;
export type PostSort = (typeof postSorts)[number];
export const topWindows = ['hour', 'day', 'week', 'month', 'year', 'all'] as const;
export type TopWindow = (typeof topWindows)[number];
export const commentSorts = ['best', 'top', 'new', 'old', 'controversial'] as const;
export type CommentSort = (typeof commentSorts)[number];
export const voteValues = [-1, 0, 1] as const;

export const VoteValue = z.union([z.literal(1), z.literal(0), z.literal(-1)]);
export type VoteValue = z.infer<typeof VoteValue>;

export const EntryCounters = z
  .object({ up: z.int(), down: z.int(), replies: z.int(), descendants: z.int() })
  .meta({ id: 'EntryCounters' });
export type EntryCounters = z.infer<typeof EntryCounters>;

const EntryViewer = z.object({
  vote: VoteValue,
  can: z.object({ edit: z.boolean(), delete: z.boolean(), comment: z.boolean(), vote: z.boolean() }),
});

const entryBase = {
  id: EntryId,
  author: UserSummary,
  body: z.string().meta({ description: 'Markdown of the small subset' }),
  audience: z.enum(audiences),
  mentions: z.array(UserSummary).max(entryLimits.mentionsPerEntry),
  counters: EntryCounters,
  createdAt: Timestamp,
  editedAt: Timestamp.nullable(),
  viewer: EntryViewer,
};

export const Post = z
  .object({ kind: z.literal('post'), title: z.string(), ...entryBase })
  .meta({ id: 'Post' });
export type Post = z.infer<typeof Post>;

export const Comment = z
  .object({ kind: z.literal('comment'), rootId: EntryId, parentId: EntryId, depth: z.int(), ...entryBase })
  .meta({ id: 'Comment' });
export type Comment = z.infer<typeof Comment>;

export const Entry = z.discriminatedUnion('kind', [Post, Comment]).meta({ id: 'Entry' });
export type Entry = z.infer<typeof Entry>;

/** What stays of a deleted comment while answers to it live. */
export const Tombstone = z
  .object({
    kind: z.literal('tombstone'),
    id: EntryId,
    rootId: EntryId,
    parentId: EntryId,
    depth: z.int(),
    reason: z.enum(['deleted', 'removed']),
    counters: EntryCounters.pick({ replies: true, descendants: true }),
    createdAt: Timestamp,
  })
  .meta({ id: 'Tombstone' });
export type Tombstone = z.infer<typeof Tombstone>;

/** One row of a comment tree in display order; `more` stands where a level was cut. */
export const CommentNode = z
  .object({
    entry: z.discriminatedUnion('kind', [Comment, Tombstone]),
    more: z.object({ count: z.int(), cursor: Cursor }).nullable(),
  })
  .meta({ id: 'CommentNode' });
export type CommentNode = z.infer<typeof CommentNode>;

export const CommentPage = page(CommentNode).extend({ items: z.array(CommentNode).max(20_000) });
export type CommentPage = z.infer<typeof CommentPage>;

export const Revision = z
  .object({ title: z.string().nullable(), body: z.string(), replacedAt: Timestamp })
  .meta({ id: 'Revision' });
