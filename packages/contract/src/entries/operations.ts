import { z } from 'zod';
import { operation } from '../operation.js';
import { EntryId, lineOfText, PageQuery, page, text, UserId } from '../scalars.js';
import { entryLimits } from './limits.js';
import {
  audiences,
  Comment,
  CommentPage,
  commentSorts,
  Entry,
  EntryCounters,
  Post,
  postSorts,
  Revision,
  Tombstone,
  topWindows,
  VoteValue,
} from './views.js';

const EntryParams = z.strictObject({ entryId: EntryId });
const PostParams = z.strictObject({ postId: EntryId });
const CommentParams = z.strictObject({ commentId: EntryId });
const read = { access: 'anyone', scope: 'posts:read', limit: 'read', status: 200 } as const;
const write = { access: 'user', scope: 'posts:write', limit: 'write' } as const;

export const posts = {
  create: operation({
    ...write,
    method: 'POST',
    path: '/posts',
    summary: 'Publish a post',
    status: 201,
    body: z.strictObject({
      title: lineOfText(entryLimits.postTitle),
      body: text(entryLimits.postBody),
      audience: z.enum(audiences).default('public'),
    }),
    response: Post,
    errors: ['invalid_input', 'idempotency_conflict'],
  }),
  list: operation({
    ...read,
    method: 'GET',
    path: '/posts',
    summary: 'Posts the viewer may see, ranked',
    query: PageQuery.extend({
      sort: z.enum(postSorts).default('hot'),
      window: z.enum(topWindows).default('all').meta({ description: 'For `top` alone' }),
      authorId: UserId.optional(),
    }),
    response: page(Post),
    errors: ['cursor_invalid', 'cursor_mismatch'],
  }),
  get: operation({
    ...read,
    method: 'GET',
    path: '/posts/{postId}',
    summary: 'One post',
    params: PostParams,
    response: Post,
    errors: ['not_found'],
  }),
  update: operation({
    ...write,
    method: 'PATCH',
    path: '/posts/{postId}',
    summary: 'Edit a post; what stood there before is kept as a revision',
    status: 200,
    params: PostParams,
    body: z.strictObject({
      title: lineOfText(entryLimits.postTitle).optional(),
      body: text(entryLimits.postBody).optional(),
      audience: z.enum(audiences).optional(),
    }),
    response: Post,
    errors: ['not_found', 'forbidden'],
  }),
  delete: operation({
    ...write,
    method: 'DELETE',
    path: '/posts/{postId}',
    summary: 'Delete a post',
    status: 204,
    params: PostParams,
    errors: ['not_found', 'forbidden'],
  }),
};

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
