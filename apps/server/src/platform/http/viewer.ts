import type { Scope, SessionId, UserId } from '@plaza/contract';

/** Whoever is asking, signed in. */
export interface SignedInViewer {
  userId: UserId;
  sessionId: SessionId;
  role: 'user' | 'moderator' | 'admin' | 'advertiser';
  /** `all` for the person's own sessions; tokens of other apps carry what was granted. */
  scopes: 'all' | ReadonlySet<Scope>;
}

export interface AnonymousViewer {
  userId: null;
}

export type Viewer = SignedInViewer | AnonymousViewer;

export const anonymous: AnonymousViewer = { userId: null };

export function isSignedIn(viewer: Viewer): viewer is SignedInViewer {
  return viewer.userId !== null;
}

export function hasScope(viewer: SignedInViewer, scope: Scope): boolean {
  return viewer.scopes === 'all' || viewer.scopes.has(scope);
}
