import { CommandFrame } from '@plaza/contract';
import type { RawData, WebSocket } from 'ws';
import type { Clock } from '../../clock/clock.js';
import { parse } from '../../http/input.js';
import { toProblemError } from '../../http/problems.js';
import { ProblemError } from '../../problems/problem-error.js';
import type { Answer, CommandLine } from '../commands/command-line.js';
import { CommandQueue } from '../commands/command-queue.js';
import { FrameAllowance } from '../commands/frame-allowance.js';
import type { GatewayPolicy } from '../gateway-policy.js';
import type { Connection } from '../hub/connection.js';
import type { Hub } from '../hub/hub.js';
import type { Outgoing } from '../hub/outgoing.js';
import type { CloseReason, Transport } from '../hub/transport.js';
import type { ShortForm } from '../realtime.js';

/** One socket of the plain gateway: reads its frames and answers them. */
export class PlainSocket {
  private isAlive = true;
  private connection: Connection | undefined;
  private readonly allowance: FrameAllowance;

  constructor(
    private readonly socket: WebSocket,
    readonly transport: Transport,
    private readonly hub: Hub,
    private readonly commandLine: CommandLine,
    private readonly shortForms: readonly ShortForm[],
    private readonly policy: GatewayPolicy,
    private readonly clock: Clock,
  ) {
    this.allowance = new FrameAllowance(policy.framesPerSecond, policy.frameBurst, clock.milliseconds());
    // The library ends the socket itself on a frame that breaks the protocol or is too large.
    socket.on('error', () => undefined);
    socket.on('pong', () => {
      this.isAlive = true;
    });
    // Until it is known who it is, what it sends waits where it came from.
    socket.pause();
  }

  /** Reads on for a socket that was admitted; its commands wait until it is `up`. */
  begin(connection: Connection, up: Promise<void>, onEnd: () => void): void {
    const queue = new CommandQueue(up, this.policy.frameBurst);
    const end = () => {
      onEnd();
      this.hub.remove(connection);
    };
    this.connection = connection;
    this.socket.on('message', (data, isBinary) => this.receive(connection, queue, data, isBinary));
    this.socket.on('close', end);
    if (this.socket.readyState === this.socket.CLOSED) end();
    else this.socket.resume();
  }

  refuse(reason: CloseReason): void {
    this.socket.resume();
    this.transport.close(reason);
  }

  /** Ends a socket that did not answer since the last beat; tells one that is up to date how far it is. */
  beat(heartbeat: () => Outgoing): void {
    if (!this.isAlive) {
      this.socket.terminate();
      return;
    }
    this.isAlive = false;
    this.socket.ping();
    if (this.connection && !this.connection.isHolding) this.connection.tellNow(heartbeat());
  }

  private receive(connection: Connection, queue: CommandQueue, data: RawData, isBinary: boolean): void {
    this.isAlive = true;
    if (isBinary) {
      this.hub.close(connection, 'unsupported');
    } else if (!this.allowance.take(this.clock.milliseconds())) {
      this.overrun(connection, undefined);
    } else {
      this.obey(connection, queue, String(data));
    }
  }

  private obey(connection: Connection, queue: CommandQueue, text: string): void {
    let ref: string | undefined;
    try {
      const frame = parseJson(text);
      ref = refOf(frame);
      const { command, data } = this.readCommand(frame);
      const reply = (answer: Answer) => this.answer(ref, answer);
      if (!queue.add(() => this.commandLine.run(connection, command, data, reply)))
        this.overrun(connection, ref);
    } catch (error) {
      this.answer(ref, { ok: false, problem: toProblemError(error).toProblem() });
    }
  }

  /** Errors: `invalid_input` for what is no command. */
  private readCommand(frame: unknown): { command: string; data: unknown } {
    if (!isRecord(frame) || 'command' in frame) return parse(CommandFrame, frame);
    for (const read of this.shortForms) {
      const command = read(frame);
      if (command) return command;
    }
    return parse(CommandFrame, frame);
  }

  private overrun(connection: Connection, ref: string | undefined): void {
    const problem = new ProblemError('rate_limited', { retryAfterSeconds: 1 }).toProblem();
    this.answer(ref, { ok: false, problem });
    this.hub.close(connection, 'rateLimited');
  }

  /** The short form may come without a `ref`: then the event itself tells that it was sent. */
  private answer(ref: string | undefined, answer: Answer): void {
    if (this.socket.readyState !== this.socket.OPEN || (answer.ok && ref === undefined)) return;
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
