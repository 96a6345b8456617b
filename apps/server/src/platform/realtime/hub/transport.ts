import type { Outgoing } from './outgoing.js';

/** Why the server ends a socket; each transport says it in its own way. */
export type CloseReason =
  | 'unauthenticated'
  | 'sessionRevoked'
  | 'tooSlow'
  | 'rateLimited'
  | 'unsupported'
  | 'unavailable'
  | 'restarting';

/** The way to one client, whatever the transport. */
export interface Transport {
  readonly kind: 'socketIo' | 'webSocket';
  /** Bytes that this process still holds for the client. */
  readonly bufferedBytes: number;
  send(outgoing: Outgoing): void;
  /** Ends it for good, after what was sent; a client that does not read is cut off soon. */
  close(reason: CloseReason): void;
  /** Between the two, what is sent may be collected into one write. */
  cork?(): void;
  uncork?(): void;
}
