import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { ProblemError } from '../../problems/problem-error.js';
import type { HttpTimes } from '../http-times.js';

/** The connections on which a body is streamed right now: the time limit of a whole request is not for them. */
const streaming = new WeakMap<Duplex, IncomingMessage>();

export function isStreaming(connection: Duplex): boolean {
  return streaming.has(connection);
}

/** The body of one request as it arrives: no more is taken from the connection than the handler has read. */
export class IncomingBody {
  private received = 0;
  private failure: ProblemError | undefined;
  private arrival: (() => void) | undefined;

  constructor(
    private readonly message: IncomingMessage,
    private readonly times: HttpTimes,
  ) {
    streaming.set(message.socket, message);
    message.once('error', () => this.fail(cutOff()));
    message.once('close', () => {
      this.endStreaming();
      if (!message.readableEnded) this.fail(cutOff());
    });
    message.once('end', () => {
      this.endStreaming();
      this.arrived();
    });
    message.on('readable', this.arrived);
    if (message.destroyed) this.fail(cutOff());
  }

  /** As the client states it; null where it does not. */
  get length(): number | null {
    const stated = this.message.headers['content-length'];
    return stated === undefined ? null : Number(stated);
  }

  /**
   * To be read once. Errors: `payload_too_large` beyond `maxBytes`, `request_timeout` when the client is too slow,
   * `malformed_request` when it goes away.
   */
  async *chunks(maxBytes: number): AsyncGenerator<Uint8Array, void> {
    if (this.length !== null && this.length > maxBytes) throw new ProblemError('payload_too_large');
    const stopWatching = this.watchPace();
    try {
      for (;;) {
        const chunk: Buffer | null = this.message.read();
        if (chunk !== null) {
          this.received += chunk.length;
          if (this.received > maxBytes) throw new ProblemError('payload_too_large');
          yield chunk;
        } else if (this.message.readableEnded) return;
        else if (this.failure) throw this.failure;
        else await this.nextArrival();
      }
    } finally {
      stopWatching();
    }
  }

  /** Reads and drops the rest, so that the connection can be used again; closes it where that would be too much. */
  discard(): void {
    const { message, times } = this;
    message.off('readable', this.arrived);
    if (message.readableEnded || message.destroyed) return;
    let left = times.rest.bytes;
    const timer = setTimeout(() => message.destroy(), times.rest.ms);
    message.once('close', () => clearTimeout(timer));
    message.once('end', () => clearTimeout(timer));
    message.on('data', (chunk: Buffer) => {
      left -= chunk.length;
      if (left < 0) message.destroy();
    });
    message.resume();
  }

  /** Only while we wait for the client: a handler may take its time. */
  private watchPace(): () => void {
    const { ms, bytes } = this.times.window;
    let before = this.received;
    const timer = setInterval(() => {
      if (this.arrival && this.received - before < bytes) this.fail(new ProblemError('request_timeout'));
      before = this.received;
    }, ms);
    return () => clearInterval(timer);
  }

  private nextArrival(): Promise<void> {
    return new Promise((resolve) => {
      this.arrival = resolve;
    });
  }

  private readonly arrived = (): void => {
    const { arrival } = this;
    this.arrival = undefined;
    arrival?.();
  };

  /** The next request of the connection may have begun. */
  private endStreaming(): void {
    const { socket } = this.message;
    if (streaming.get(socket) === this.message) streaming.delete(socket);
  }

  private fail(problem: ProblemError): void {
    this.failure ??= problem;
    this.arrived();
  }
}

function cutOff(): ProblemError {
  return new ProblemError('malformed_request', { detail: 'The request ended before its body did' });
}
