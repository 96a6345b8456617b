import type { ProblemCode, UserId } from '@plaza/contract';
import { ProblemError } from '../../platform/problems/problem-error.js';
import type { EntryRow } from './entries.rows.js';
import { entryKindRules } from './entry-kinds.js';

/** Null when it is allowed. Each claim takes for granted that the viewer sees the entry. */
type WhyNot = ProblemCode | null;
type Judged = Pick<EntryRow, 'kind' | 'author_id' | 'depth'>;

export function whyNotEdit(viewerId: UserId | null, entry: Judged): WhyNot {
  if (viewerId === null) return 'unauthenticated';
  return entry.author_id === viewerId ? null : 'forbidden';
}

export function whyNotDelete(viewerId: UserId | null, entry: Judged): WhyNot {
  return whyNotEdit(viewerId, entry);
}

export function whyNotComment(viewerId: UserId | null, entry: Judged): WhyNot {
  if (viewerId === null) return 'unauthenticated';
  return entry.depth < entryKindRules[entry.kind].answerDepth ? null : 'too_deep';
}

export function whyNotVote(viewerId: UserId | null, entry: Judged): WhyNot {
  if (viewerId === null) return 'unauthenticated';
  if (entry.author_id === viewerId) return 'own_entry';
  return entryKindRules[entry.kind].takesVotes ? null : 'forbidden';
}

/** Who sees it is the author's own affair. */
export function whyNotExplain(viewerId: UserId | null, entry: Judged): WhyNot {
  return whyNotEdit(viewerId, entry);
}

/** What the viewer may do, for clients. */
export function abilities(viewerId: UserId | null, entry: Judged) {
  return {
    edit: whyNotEdit(viewerId, entry) === null,
    delete: whyNotDelete(viewerId, entry) === null,
    comment: whyNotComment(viewerId, entry) === null,
    vote: whyNotVote(viewerId, entry) === null,
  };
}

/** Errors: the reason, when there is one. */
export function assertAllowed(whyNot: WhyNot): void {
  if (whyNot !== null) throw new ProblemError(whyNot);
}
