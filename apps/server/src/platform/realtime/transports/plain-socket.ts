import type { Duplex } from 'node:stream';
import { CommandFrame, closeCodes } from '@plaza/contract';
import { type RawData, WebSocket } from 'ws';
import type { Clock } from '../../clock/clock.js';
import { parse } from '../../http/input.js';
import { toProblemError } from '../../http/problems.js';
import { ProblemError } from '../../problems/problem-error.js';
import type { Answer, CommandRunner } from '../commands/command-runner.js';
import { CommandQueue, FrameAllowance } from '../commands/inbound-limits.js';
import type { LogCursors } from '../delivery/log-cursors.js';
import type { GatewayPolicy } from '../gateway-policy.js';
import type { CloseReason, Connection, Transport } from '../hub/connection.js';
import type { Hub } from '../hub/hub.js';
import { OutgoingFrame } from '../hub/outgoing-frame.js';
import type { ShortForm } from '../realtime.js';

const CLOSES: Record<CloseReason, { code: number; text: string }> = {
  unauthenticated: { code: closeCodes.unauthenticated, text: 'Come back with a fresh token' },
  sessionRevoked: { code: closeCodes.sessionRevoked, text: 'The session has ended' },
  tooSlow: { code: closeCodes.tooSlow, text: 'Too much was waiting: resume with the cursor' },
  rateLimited: { code: closeCodes.rateLimited, text: 'Too many: come back later' },
  unsupported: { code: 1003, text: 'Only JSON as text is understood' },
  unavailable: { code: 1013, text: 'Come back later' },
  restarting: { code: 1012, text: 'Reconnect with the cursor' },
};

/** What all sockets of the plain gateway need. */
export interface PlainSocketContext {
  hub: Hub;
  runner: CommandRunner;
  cursors: LogCursors;
  shortForms: readonly ShortForm[];
  policy: GatewayPolicy;
  clock: Clock;
}

/** One socket of the plain gateway: writes frames to it, reads commands from it and answers them. */
export class PlainSocket implements Transport {
  readonly kind = 'webSocket';
  private isAlive = true;
  private readonly allowance: FrameAllowance;

  constructor(
    private readonly socket: WebSocket,
    /** Beneath the WebSocket: takes whole frames that were made once for all. */
    private readonly stream: Duplex,
    private readonly context: PlainSocketContext,
  ) {
    const { framesPerSecond, frameBurst } = context.policy;
    this.allowance = new FrameAllowance(framesPerSecond, frameBurst, context.clock.milliseconds());
    // The library ends the socket itself on a frame that breaks the protocol or is too large.
    socket.on('error', () => undefined);
    socket.on('pong', () => {
      this.isAlive = true;
    });
    // Until it is known who it is, what it sends waits where it came from.
    socket.pause();
  }

  get bufferedBytes(): number {
    return this.stream.writableLength;
  }

  send(frame: OutgoingFrame): void {
    if (this.socket.readyState === WebSocket.OPEN) this.stream.write(frame.plainFrame);
  }

  close(reason: CloseReason): void {
    const { code, text } = CLOSES[reason];
    // Also one that was never admitted has to read the answer to its close frame.
    this.socket.resume();
    this.socket.close(code, text);
  }

  cork(): void {
    this.stream.cork();
  }

  uncork(): void {
    this.stream.uncork();
  }

  /** Reads on for a socket that was admitted; its commands wait until it is `started`. */
  begin(connection: Connection, started: Promise<void>): void {
    const { hub, policy } = this.context;
    const queue = new CommandQueue(started, policy.frameBurst);
    // Each beats from its own beginning on, so that thousands of sockets are not written to at once.
    const heartbeat = setInterval(() => this.beat(connection), policy.heartbeatMs);
    const end = () => {
      clearInterval(heartbeat);
      hub.remove(connection);
    };
    this.socket.on('message', (data, isBinary) => this.receive(connection, queue, data, isBinary));
    this.socket.on('close', end);
    if (this.socket.readyState === WebSocket.CLOSED) end();
    else this.socket.resume();
  }

  /** Ends a socket that did not answer since the last heartbeat; sends one that is up to date how far it is. */
  private beat(connection: Connection): void {
    if (!this.isAlive) {
      this.socket.terminate();
      return;
    }
    this.isAlive = false;
    this.socket.ping();
    if (connection.isHolding) return;
    const { hub, cursors, clock } = this.context;
    const seal = () => cursors.seal({ position: hub.delivered.position, at: clock.milliseconds() });
    connection.sendNow(new OutgoingFrame({ event: 'heartbeat', payload: {} }, seal));
  }

  private receive(connection: Connection, queue: CommandQueue, data: RawData, isBinary: boolean): void {
    this.isAlive = true;
    if (isBinary) {
      this.context.hub.close(connection, 'unsupported');
    } else if (!this.allowance.take(this.context.clock.milliseconds())) {
      this.overrun(connection, undefined);
    } else {
      this.execute(connection, queue, String(data));
    }
  }

  private execute(connection: Connection, queue: CommandQueue, text: string): void {
    let ref: string | undefined;
    try {
      const frame = parseJson(text);
      ref = refOf(frame);
      const { command, data } = this.readCommand(frame);
      const reply = (answer: Answer) => this.answer(ref, answer);
      const isTaken = queue.add(() => this.context.runner.run(connection, command, data, reply));
      if (!isTaken) this.overrun(connection, ref);
    } catch (error) {
      this.answer(ref, { ok: false, problem: toProblemError(error).toProblem() });
    }
  }

  /** Errors: `invalid_input` for what is no command. */
  private readCommand(frame: unknown): { command: string; data: unknown } {
    if (isRecord(frame) && !('command' in frame)) {
      for (const read of this.context.shortForms) {
        const command = read(frame);
        if (command) return command;
      }
    }
    return parse(CommandFrame, frame);
  }

  private overrun(connection: Connection, ref: string | undefined): void {
    const problem = new ProblemError('rate_limited', { retryAfterSeconds: 1 }).toProblem();
    this.answer(ref, { ok: false, problem });
    this.context.hub.close(connection, 'rateLimited');
  }

  /** A short form may come without a `ref`: then the event itself says that it was done. */
  private answer(ref: string | undefined, answer: Answer): void {
    if (this.socket.readyState !== WebSocket.OPEN || (answer.ok && ref === undefined)) return;
    this.socket.send(JSON.stringify({ ref: ref ?? null, ...answer }));
  }
}

/** Errors: `malformed_request` for what is not JSON. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new ProblemError('malformed_request', { detail: 'This is not JSON' });
  }
}

function refOf(frame: unknown): string | undefined {
  const ref = isRecord(frame) ? CommandFrame.shape.ref.safeParse(frame.ref) : undefined;
  return ref?.data;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
