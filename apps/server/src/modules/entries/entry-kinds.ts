import { type Entry, type EntryBase, type EntryKind, limits } from '@plaza/contract';
import { commentView } from './comments/comments.views.js';
import type { EntryRow } from './entries.sql.js';
import type { PartsOfEntry } from './entry-parts.js';
import { postView } from './posts/posts.views.js';

export type EntryOf<Kind extends EntryKind> = Extract<Entry, { kind: Kind }>;

/** What sets one kind of entry apart from the others. */
interface KindRules<Kind extends EntryKind> {
  takesVotes: boolean;
  /** The greatest depth of a comment below it. */
  commentDepth: number;
  /** Appears in feeds; the same as the SQL function `is_in_feeds`. */
  isInFeeds: boolean;
  view: (row: EntryRow<Kind>, base: EntryBase & PartsOfEntry) => EntryOf<Kind>;
}

/** The table of kinds. A new kind is a row here, and a folder with what is its own. */
export const kindRules: { readonly [Kind in EntryKind]: KindRules<Kind> } = {
  post: { takesVotes: true, commentDepth: limits.treeDepth, isInFeeds: true, view: postView },
  comment: { takesVotes: true, commentDepth: limits.treeDepth, isInFeeds: false, view: commentView },
};
