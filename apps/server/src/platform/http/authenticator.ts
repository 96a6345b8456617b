import type { SessionId } from '@plaza/contract';
import type { SignedInViewer } from './viewer.js';

/** Turns an access token into a viewer. Implemented by the identity module. */
export abstract class Authenticator {
  /** Errors: `unauthenticated` for anything but a living session's own valid token. */
  abstract authenticate(accessToken: string): Promise<SignedInViewer>;

  /** As `authenticate`, with nothing remembered from a moment ago: for what goes on living with the session. */
  abstract authenticateAnew(accessToken: string): Promise<SignedInViewer>;

  /** Those of the sessions that have ended or expired. */
  abstract endedAmong(sessionIds: SessionId[]): Promise<SessionId[]>;
}
