import { z } from 'zod';
import { operation } from '../../operation.js';
import { Cursor, EntryId, page, Timestamp, text } from '../../scalars.js';
import { entryLimits } from '../limits.js';
import { EntryCounters, entryBase } from '../views.js';

export const commentSorts = ['best', 'top', 'new', 'old', 'controversial'] as const;
export type CommentSort = (typeof commentSorts)[number];

export const Comment = z
  .object({ kind: z.literal('comment'), rootId: EntryId, parentId: EntryId, depth: z.int(), ...entryBase })
  .meta({ id: 'Comment' });
export type Comment = z.infer<typeof Comment>;

/** Replaces a deleted comment while living comments are below it. */
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

/** One row of a comment tree in display order; `more` is given where a level was cut. */
export const CommentNode = z
  .object({
    entry: z.discriminatedUnion('kind', [Comment, Tombstone]),
    more: z.object({ count: z.int(), cursor: Cursor }).nullable(),
  })
  .meta({ id: 'CommentNode' });
export type CommentNode = z.infer<typeof CommentNode>;

export const CommentPage = page(CommentNode).extend({ items: z.array(CommentNode).max(20_000) });
export type CommentPage = z.infer<typeof CommentPage>;

const CommentParams = z.strictObject({ commentId: EntryId });
const write = { access: 'user', scope: 'posts:write', limit: 'write' } as const;

export const comments = {
  update: operation({
    ...write,
    method: 'PATCH',
    path: '/comments/{commentId}',
    summary: 'Edit a comment',
    status: 200,
    params: CommentParams,
    body: z.strictObject({ body: text(entryLimits.commentBody) }),
    response: Comment,
    errors: ['not_found', 'forbidden'],
  }),
  delete: operation({
    ...write,
    method: 'DELETE',
    path: '/comments/{commentId}',
    summary: 'Delete a comment; a tombstone stays while answers to it live',
    status: 204,
    params: CommentParams,
    errors: ['not_found', 'forbidden'],
  }),
};
