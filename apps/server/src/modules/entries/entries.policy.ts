import type { ProblemCode, UserId } from '@plaza/contract';
import { ProblemError } from '../../platform/problems/problem-error.js';
import type { EntryRow } from './entries.sql.js';
import { kindRules } from './entry-kinds.js';

/** Null when it is allowed. All of these take for granted that the viewer sees the entry. */
type Denial = ProblemCode | null;
type Target = Pick<EntryRow, 'kind' | 'author_id' | 'depth'>;

export function editDenial(viewerId: UserId | null, entry: Target): Denial {
  if (viewerId === null) return 'unauthenticated';
  return entry.author_id === viewerId ? null : 'forbidden';
}

export function deleteDenial(viewerId: UserId | null, entry: Target): Denial {
  return editDenial(viewerId, entry);
}

export function commentDenial(viewerId: UserId | null, entry: Target): Denial {
  if (viewerId === null) return 'unauthenticated';
  return entry.depth < kindRules[entry.kind].commentDepth ? null : 'too_deep';
}

export function voteDenial(viewerId: UserId | null, entry: Target): Denial {
  if (viewerId === null) return 'unauthenticated';
  if (entry.author_id === viewerId) return 'own_entry';
  return kindRules[entry.kind].takesVotes ? null : 'forbidden';
}

/** Who sees it is the author's own affair. */
export function explainDenial(viewerId: UserId | null, entry: Target): Denial {
  return editDenial(viewerId, entry);
}

/** What the viewer may do, for clients. */
export function abilities(viewerId: UserId | null, entry: Target) {
  return {
    edit: editDenial(viewerId, entry) === null,
    delete: deleteDenial(viewerId, entry) === null,
    comment: commentDenial(viewerId, entry) === null,
    vote: voteDenial(viewerId, entry) === null,
  };
}

/** Errors: the reason, when there is one. */
export function assertAllowed(denial: Denial): void {
  if (denial !== null) throw new ProblemError(denial);
}
