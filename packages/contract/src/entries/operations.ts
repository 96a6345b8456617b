import { z } from 'zod';
import { operation } from '../operation.js';
import { EntryId, PageQuery, page, text, UserId } from '../scalars.js';
import { Comment, CommentPage, commentSorts, Entry, Tombstone } from './kinds.js';
import { entryLimits } from './limits.js';
import { EntryCounters, Revision, VoteValue } from './views.js';

const EntryParams = z.strictObject({ entryId: EntryId });
const read = { access: 'anyone', scope: 'posts:read', limit: 'read', status: 200 } as const;
const write = { access: 'user', scope: 'posts:write', limit: 'write' } as const;

/** What is the same for entries of every kind. */
export const entries = {
  get: operation({
    ...read,
    method: 'GET',
    path: '/entries/{entryId}',
    summary: 'One entry of any kind',
    params: EntryParams,
    response: Entry,
    errors: ['not_found'],
  }),
  revisions: operation({
    ...read,
    method: 'GET',
    path: '/entries/{entryId}/revisions',
    summary: 'What the entry said before, newest first',
    params: EntryParams,
    query: PageQuery,
    response: page(Revision),
    errors: ['not_found', 'cursor_invalid', 'cursor_mismatch'],
  }),
  vote: operation({
    ...write,
    method: 'PUT',
    path: '/entries/{entryId}/vote',
    summary: 'Vote up, down, or clear the vote',
    status: 200,
    params: EntryParams,
    body: z.strictObject({ value: VoteValue }),
    response: z.object({ counters: EntryCounters, viewer: z.object({ vote: VoteValue }) }),
    errors: ['not_found', 'own_entry'],
  }),
  comment: operation({
    ...write,
    method: 'POST',
    path: '/entries/{entryId}/comments',
    summary: 'Comment on an entry; on a comment it is a reply',
    status: 201,
    params: EntryParams,
    body: z.strictObject({ body: text(entryLimits.commentBody) }),
    response: Comment,
    errors: ['not_found', 'too_deep', 'forbidden', 'idempotency_conflict'],
  }),
  comments: operation({
    ...read,
    method: 'GET',
    path: '/entries/{entryId}/comments',
    summary: 'The comment tree below an entry, one page of its first level with the first replies below',
    params: EntryParams,
    query: PageQuery.extend({
      sort: z.enum(commentSorts).default('best'),
      depth: z.coerce
        .number<number>()
        .int()
        .min(1)
        .max(entryLimits.commentDepth.max)
        .default(entryLimits.commentDepth.default),
    }),
    response: CommentPage,
    errors: ['not_found', 'cursor_invalid', 'cursor_mismatch'],
  }),
  context: operation({
    ...read,
    method: 'GET',
    path: '/entries/{entryId}/context',
    summary: 'Root, ancestors in order, the comment itself and its replies',
    params: EntryParams,
    query: z.strictObject({ sort: z.enum(commentSorts).default('best') }),
    response: z.object({
      root: Entry,
      ancestors: z.array(z.discriminatedUnion('kind', [Comment, Tombstone])).max(entryLimits.treeDepth),
      comment: z.discriminatedUnion('kind', [Comment, Tombstone]),
      replies: CommentPage,
    }),
    errors: ['not_found'],
  }),
  audience: operation({
    ...read,
    access: 'user',
    method: 'GET',
    path: '/entries/{entryId}/audience',
    summary: 'Which rule lets a person see the entry or hides it; for its author',
    params: EntryParams,
    query: z.strictObject({ userId: UserId }),
    response: z.object({ visible: z.boolean(), rule: z.string() }),
    errors: ['not_found', 'forbidden'],
  }),
};
