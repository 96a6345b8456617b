import type { Duplex } from 'node:stream';
import type { Socket } from 'socket.io';
import type { Outgoing } from '../hub/outgoing.js';
import type { CloseReason, Transport } from '../hub/transport.js';

/** For these a client must not come back by itself, as it does when the connection merely breaks. */
const FINAL: ReadonlySet<CloseReason> = new Set(['unauthenticated', 'sessionRevoked', 'unsupported']);

/** A client of the Socket.IO gateway, by WebSocket or long polling. */
export class SocketIoTransport implements Transport {
  readonly kind = 'socketIo';
  private readonly engine: Socket['conn'];
  private corked: Duplex | undefined;
  /** Handed to Engine.IO, which passes it on once what it passed on before was written. */
  private queuedBytes = 0;
  private passedBytes = 0;

  constructor(
    private readonly socket: Socket,
    /** Beneath the WebSocket, once there is one: takes whole frames that were made once for all. */
    private readonly stream: () => Duplex | undefined,
    private readonly closeMs: number,
  ) {
    this.engine = socket.conn;
    this.engine.on('flush', () => {
      this.passedBytes = this.queuedBytes;
      this.queuedBytes = 0;
    });
  }

  get bufferedBytes(): number {
    const passed = this.engine.transport.writable ? 0 : this.passedBytes;
    return this.queuedBytes + Math.max(passed, this.stream()?.writableLength ?? 0);
  }

  /** Goes round Engine.IO where it has nothing on the way that would be overtaken. */
  send(outgoing: Outgoing): void {
    const { text, options, frame } = outgoing.socketIoPacket;
    const { transport, readyState } = this.engine;
    const stream = this.stream();
    if (stream && transport.writable && transport.name === 'websocket' && readyState === 'open') {
      stream.write(frame);
      return;
    }
    this.queuedBytes += text.length;
    this.engine.write(text, options);
  }

  close(reason: CloseReason): void {
    if (FINAL.has(reason)) this.socket.disconnect(true);
    else this.engine.close();
    // A client that does not read would keep the rest waiting for ever.
    setTimeout(() => this.engine.close(true), this.closeMs).unref();
  }

  cork(): void {
    this.corked = this.stream();
    this.corked?.cork();
  }

  uncork(): void {
    this.corked?.uncork();
    this.corked = undefined;
  }
}
