import { z } from 'zod';
import { operation } from '../../operation.js';
import { EntryId, lineOfText, PageQuery, page, text, UserId } from '../../scalars.js';
import { entryLimits } from '../limits.js';
import { audiences, entryBase } from '../views.js';

export const postSorts = ['hot', 'new', 'top', 'best', 'controversial', 'rising'] as const;
export type PostSort = (typeof postSorts)[number];
export const topWindows = ['hour', 'day', 'week', 'month', 'year', 'all'] as const;
export type TopWindow = (typeof topWindows)[number];

export const Post = z
  .object({ kind: z.literal('post'), title: z.string(), ...entryBase })
  .meta({ id: 'Post' });
export type Post = z.infer<typeof Post>;

const PostParams = z.strictObject({ postId: EntryId });
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
