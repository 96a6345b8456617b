import type { CredentialKind, InstanceRole, Scope, SessionId, UserId } from '@plaza/contract';

/** What the access token of a request stands for. */
export type Credential =
  | {
      kind: 'session';
      sessionId: SessionId;
      /** When the person last proved in it that it is they: by password, passkey or code. */
      provenAt: Date;
    }
  | { kind: 'grant'; grantId: string; appId: string }
  | { kind: 'token'; tokenId: string };

/** Whoever is asking, signed in. */
export interface SignedInViewer {
  userId: UserId;
  role: InstanceRole;
  credential: Credential;
  /** `all` for the person's own sessions; grants and tokens carry what was granted. */
  scopes: 'all' | ReadonlySet<Scope>;
}

/** Whoever comes with a credential of this kind. */
export type ViewerBy<Kind extends CredentialKind> = SignedInViewer & {
  credential: Extract<Credential, { kind: Kind }>;
};

/** Somebody in a session of their own, not an app that acts for them. */
export type SessionViewer = ViewerBy<'session'>;

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

export function isInSession(viewer: SignedInViewer): viewer is SessionViewer {
  return viewer.credential.kind === 'session';
}
