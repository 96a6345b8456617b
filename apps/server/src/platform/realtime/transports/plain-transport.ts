import type { Duplex } from 'node:stream';
import { closeCodes } from '@plaza/contract';
import { WebSocket } from 'ws';
import type { Outgoing } from '../hub/outgoing.js';
import type { CloseReason, Transport } from '../hub/transport.js';

const CLOSES: Record<CloseReason, { code: number; text: string }> = {
  unauthenticated: { code: closeCodes.unauthenticated, text: 'Come back with a fresh token' },
  sessionRevoked: { code: closeCodes.sessionRevoked, text: 'The session has ended' },
  tooSlow: { code: closeCodes.tooSlow, text: 'Too much was waiting: resume with the cursor' },
  rateLimited: { code: closeCodes.rateLimited, text: 'Too many: come back later' },
  unsupported: { code: 1003, text: 'Only JSON as text is understood' },
  unavailable: { code: 1013, text: 'Come back later' },
  restarting: { code: 1012, text: 'Reconnect with the cursor' },
};

/** A client of the plain gateway. */
export class PlainTransport implements Transport {
  readonly kind = 'webSocket';

  constructor(
    private readonly socket: WebSocket,
    /** Beneath the WebSocket: takes whole frames that were made once for all. */
    private readonly stream: Duplex,
  ) {}

  get bufferedBytes(): number {
    return this.stream.writableLength;
  }

  send(outgoing: Outgoing): void {
    if (this.socket.readyState === WebSocket.OPEN) this.stream.write(outgoing.plainFrame);
  }

  close(reason: CloseReason): void {
    const { code, text } = CLOSES[reason];
    this.socket.close(code, text);
  }

  cork(): void {
    this.stream.cork();
  }

  uncork(): void {
    this.stream.uncork();
  }
}
