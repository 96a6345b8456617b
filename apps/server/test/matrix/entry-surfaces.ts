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
type Surface = (viewer: Plaza, sought: Sought) => Promise<boolean>;

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

const feedLists = async (
  call: Promise<{ items: { entry: { id: string } }[] }>,
  id: string,
): Promise<boolean> => (await call).items.some(({ entry }) => entry.id === id);

/** Surfaces that show whatever may be seen. A new way of reading posts belongs here, or the coverage test fails. */
export const postSurfaces: Record<string, Surface> = {
  'posts.get': (viewer, { post }) => answers(viewer.posts.get({ params: { postId: post.id } })),
  'entries.get': (viewer, { post }) => answers(viewer.entries.get({ params: { entryId: post.id } })),
  'entries.comments': (viewer, { post }) =>
    answers(viewer.entries.comments({ params: { entryId: post.id } })),
  'entries.revisions': (viewer, { post }) =>
    answers(viewer.entries.revisions({ params: { entryId: post.id } })),
  'posts.list new': (viewer, { post, author }) =>
    lists(viewer.posts.list({ query: { sort: 'new', authorId: author.id } }), post.id),
  'posts.list hot': (viewer, { post }) =>
    lists(viewer.posts.list({ query: { sort: 'hot', limit: 100 } }), post.id),
  'posts.list top': (viewer, { post }) =>
    lists(viewer.posts.list({ query: { sort: 'top', limit: 100 } }), post.id),
  'posts.list best': (viewer, { post }) =>
    lists(viewer.posts.list({ query: { sort: 'best', limit: 100 } }), post.id),
};

export const commentSurfaces: Record<string, Surface> = {
  'entries.get of a comment': (viewer, { comment }) =>
    answers(viewer.entries.get({ params: { entryId: comment.id } })),
  'entries.context': (viewer, { comment }) =>
    answers(viewer.entries.context({ params: { entryId: comment.id } })),
  'entries.comments of the post': async (viewer, { post, comment }) => {
    const tree = await unlessHidden(viewer.entries.comments({ params: { entryId: post.id } }));
    return tree?.items.some(({ entry }) => entry.id === comment.id) ?? false;
  },
};

/** Acts on what one cannot see are answered as if it were not there. */
export const acts: Record<string, Surface> = {
  'entries.vote': (viewer, { post }) =>
    answers(viewer.entries.vote({ params: { entryId: post.id }, body: { value: 0 } }).catch(unlessOwn)),
  'entries.comment': (viewer, { post }) =>
    answers(viewer.entries.comment({ params: { entryId: post.id }, body: { body: 'Seen' } })),
};

/** Feeds hold less than may be seen: each says which posts belong to it. */
export const feeds: Record<
  string,
  { surface: Surface; holds: (sought: Sought, relation: string) => boolean }
> = {
  'feeds.home': {
    surface: (viewer, { post }) => feedLists(viewer.feeds.home(), post.id),
    holds: (_sought, relation) => relation === 'follower' || relation === 'author',
  },
  'feeds.public': {
    surface: (viewer, { post }) => feedLists(viewer.feeds.public({ query: { limit: 100 } }), post.id),
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
