import type { SignedInViewer } from './viewer.js';

/** Turns an access token into a viewer. Implemented by the identity module. */
export abstract class Authenticator {
  /** Errors: `unauthenticated` for anything but a living session's own valid token. */
  abstract authenticate(accessToken: string): Promise<SignedInViewer>;
}
