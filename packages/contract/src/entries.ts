import { z } from 'zod';
import { UserSummary } from './identity.js';
import { limits } from './limits.js';
import { operation } from './operation.js';
import { Cursor, EntryId, lineOfText, PageQuery, page, Timestamp, text, UserId } from './scalars.js';

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
  mentions: z.array(UserSummary).max(limits.mentionsPerEntry),
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
      title: lineOfText(limits.postTitle),
      body: text(limits.postBody),
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
      title: lineOfText(limits.postTitle).optional(),
      body: text(limits.postBody).optional(),
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
    body: z.strictObject({ body: text(limits.commentBody) }),
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
        .max(limits.commentDepth.max)
        .default(limits.commentDepth.default),
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
      ancestors: z.array(z.discriminatedUnion('kind', [Comment, Tombstone])).max(limits.treeDepth),
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
    body: z.strictObject({ body: text(limits.commentBody) }),
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

const FeedPage = page(Post);

export const feeds = {
  home: operation({
    ...read,
    access: 'user',
    method: 'GET',
    path: '/feeds/home',
    summary: 'Posts by the viewer and those they follow, newest first',
    query: PageQuery,
    response: FeedPage.extend({
      newestCursor: Cursor.nullable().meta({ description: 'For `/feeds/home/new?since=`' }),
    }),
    errors: ['cursor_invalid', 'cursor_mismatch'],
  }),
  homeNew: operation({
    ...read,
    access: 'user',
    method: 'GET',
    path: '/feeds/home/new',
    summary: 'How many posts came since, capped at 99',
    query: z.strictObject({ since: Cursor }),
    response: z.object({ count: z.int().min(0).max(99) }),
    errors: ['cursor_invalid', 'cursor_mismatch'],
  }),
  public: operation({
    ...read,
    method: 'GET',
    path: '/feeds/public',
    summary: 'All public posts, newest first',
    query: PageQuery,
    response: FeedPage,
    errors: ['cursor_invalid', 'cursor_mismatch'],
  }),
};
