import { type EntryKind, limits } from '@plaza/contract';

/** What sets one kind of entry apart from the others. A new kind is a row here, and what is truly its own. */
interface EntryKindRules {
  takesVotes: boolean;
  /** How deep the deepest answer below it may stand. */
  answerDepth: number;
  /** Stands in feeds, whose readers hear of it. */
  isInFeeds: boolean;
  /** Is counted at its author. */
  isCounted: boolean;
}

export const entryKindRules: Record<EntryKind, EntryKindRules> = {
  post: { takesVotes: true, answerDepth: limits.treeDepth, isInFeeds: true, isCounted: true },
  comment: { takesVotes: true, answerDepth: limits.treeDepth, isInFeeds: false, isCounted: false },
};
