import type { OperationShape } from '@plaza/contract';
import { ProblemError } from '../problems/problem-error.js';
import { hasScope, isSignedIn, type SignedInViewer, type Viewer } from './viewer.js';

const STEP_UP_MS = 10 * 60_000;

/**
 * Whether this viewer may call this operation at all; what they may do with what they name is asked by the handler. Errors:
 * `unauthenticated`, `insufficient_scope` for the wrong scope or kind of credential, `forbidden` for the wrong role on the
 * instance, `step_up_required`.
 */
export function assertAccess(shape: OperationShape, viewer: Viewer, now: number): void {
  if (!isSignedIn(viewer)) {
    if (shape.access === 'user') throw new ProblemError('unauthenticated');
    return;
  }
  if (shape.scope !== null && !hasScope(viewer, shape.scope)) throw new ProblemError('insufficient_scope');
  if (shape.credentials && !shape.credentials.includes(viewer.credential.kind)) {
    throw new ProblemError('insufficient_scope');
  }
  if (shape.roles && !shape.roles.includes(viewer.role)) throw new ProblemError('forbidden');
  if (shape.stepUp && !hasProvenSince(viewer, now - STEP_UP_MS)) throw new ProblemError('step_up_required');
}

function hasProvenSince({ credential }: SignedInViewer, moment: number): boolean {
  return credential.kind === 'session' && credential.provenAt.getTime() >= moment;
}
