import type { Comment, Post } from '@plaza/contract';
import { type Plaza, PlazaError } from '@plaza/sdk';
import type { Person, World } from '../support/world.js';
import type { AccountKind } from './entry-cells.js';

/** An entry to look for, and the author who may ask who sees it. */
export interface Sought {
  post: Post;
  /** A comment of the same author below it. */
  comment: Comment;
  author: Person;
  account: AccountKind;
}

/** Whether somebody (null: a stranger) finds the entry on one surface. */
type Surface = (asker: Plaza, sought: Sought) => Promise<boolean>;

/** What the call answers, or undefined where there is nothing, or nothing for whoever asks. */
export async function unlessHidden<Answer>(call: Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof PlazaError && error.status === 404) return undefined;
    throw error;
  }
}

const answers = (call: Promise<unknown>): Promise<boolean> =>
  unlessHidden(call.then(() => true)).then((isFound) => isFound ?? false);

const lists = async (call: Promise<{ items: { id: string }[] }>, id: string): Promise<boolean> =>
  (await call).items.some((item) => item.id === id);

/** Surfaces that show whatever may be seen. A new way of reading posts belongs here, or the coverage test fails. */
export const postSurfaces: Record<string, Surface> = {
  'posts.get': (asker, { post }) => answers(asker.posts.get({ params: { postId: post.id } })),
  'entries.get': (asker, { post }) => answers(asker.entries.get({ params: { entryId: post.id } })),
  'entries.comments': (asker, { post }) => answers(asker.entries.comments({ params: { entryId: post.id } })),
  'entries.revisions': (asker, { post }) =>
    answers(asker.entries.revisions({ params: { entryId: post.id } })),
  'posts.list new': (asker, { post, author }) =>
    lists(asker.posts.list({ query: { sort: 'new', authorId: author.id } }), post.id),
  'posts.list hot': (asker, { post }) =>
    lists(asker.posts.list({ query: { sort: 'hot', limit: 100 } }), post.id),
  'posts.list top': (asker, { post }) =>
    lists(asker.posts.list({ query: { sort: 'top', limit: 100 } }), post.id),
  'posts.list best': (asker, { post }) =>
    lists(asker.posts.list({ query: { sort: 'best', limit: 100 } }), post.id),
};

export const commentSurfaces: Record<string, Surface> = {
  'entries.get of a comment': (asker, { comment }) =>
    answers(asker.entries.get({ params: { entryId: comment.id } })),
  'entries.context': (asker, { comment }) =>
    answers(asker.entries.context({ params: { entryId: comment.id } })),
  'entries.comments of the post': async (asker, { post, comment }) => {
    const tree = await unlessHidden(asker.entries.comments({ params: { entryId: post.id } }));
    return tree?.items.some(({ entry }) => entry.id === comment.id) ?? false;
  },
};

/** Acts on what one cannot see are answered as if it were not there. */
export const acts: Record<string, Surface> = {
  'entries.vote': (asker, { post }) =>
    answers(asker.entries.vote({ params: { entryId: post.id }, body: { value: 0 } }).catch(unlessOwn)),
  'entries.comment': (asker, { post }) =>
    answers(asker.entries.comment({ params: { entryId: post.id }, body: { body: 'Seen' } })),
};

/** Feeds hold less than may be seen: each says which posts belong to it. */
export const feeds: Record<
  string,
  { surface: Surface; holds: (sought: Sought, relation: string) => boolean }
> = {
  'feeds.home': {
    surface: (asker, { post }) => lists(asker.feeds.home(), post.id),
    holds: (_sought, relation) => relation === 'follower' || relation === 'author',
  },
  'feeds.public': {
    surface: (asker, { post }) => lists(asker.feeds.public({ query: { limit: 100 } }), post.id),
    holds: ({ post, account }) => post.audience === 'public' && account === 'open',
  },
};

/** Nobody votes on their own, and that is not the question here. */
function unlessOwn(error: unknown): void {
  if (!(error instanceof PlazaError && error.code === 'own_entry')) throw error;
}

export function apiOf(world: World, person: Person | null): Plaza {
  return person?.api ?? world.stranger();
}
