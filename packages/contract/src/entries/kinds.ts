import { z } from 'zod';
import { Comment, comments } from './kinds/comment.js';
import { Post, posts } from './kinds/post.js';

export * from './kinds/comment.js';
export * from './kinds/post.js';

/** Every kind of entry there is; a new one is a file in `kinds` and its name and view here. */
export const entryKinds = ['post', 'comment'] as const;
export type EntryKind = (typeof entryKinds)[number];

export const Entry = z.discriminatedUnion('kind', [Post, Comment]).meta({ id: 'Entry' });
export type Entry = z.infer<typeof Entry>;

/** The operations of one kind alone. */
export const kindOperations = { posts, comments };
