import type { Duplex } from 'node:stream';
import type { Socket } from 'socket.io';
import type { Clock } from '../../clock/clock.js';
import { ProblemError } from '../../problems/problem-error.js';
import type { Answer, CommandRunner } from '../commands/command-runner.js';
import { CommandQueue, FrameAllowance } from '../commands/inbound-limits.js';
import type { GatewayPolicy } from '../gateway-policy.js';
import type { CloseReason, Connection, Transport } from '../hub/connection.js';
import type { Hub } from '../hub/hub.js';
import type { OutgoingFrame } from '../hub/outgoing-frame.js';

type EngineSocket = Socket['conn'];
type Acknowledge = (answer: Answer) => void;

/** The streams beneath the WebSockets of Engine.IO. */
export type WebSocketStreams = WeakMap<EngineSocket['transport'], Duplex>;

/** For these a client must not come back by itself, as it does when the connection merely breaks. */
const FINAL: ReadonlySet<CloseReason> = new Set(['unauthenticated', 'sessionRevoked', 'unsupported']);
/** Packets of Socket.IO that announce binary attachments: an event and an acknowledgement. */
const BINARY_PACKETS = new Set(['5', '6']);

/** Bounds what a client sends, from its first packet on, before it is known who it is. */
export class InboundGuard {
  isOverrun = false;
  private readonly allowance: FrameAllowance;
  private close: (reason: CloseReason) => void;

  constructor(
    engine: EngineSocket,
    { framesPerSecond, frameBurst }: GatewayPolicy,
    private readonly clock: Clock,
  ) {
    this.allowance = new FrameAllowance(framesPerSecond, frameBurst, clock.milliseconds());
    this.close = () => engine.close(true);
    engine.on('packet', (packet: { type: string; data?: unknown }) => this.inspect(packet));
  }

  /** Says how the socket is closed from now on. */
  closeBy(close: (reason: CloseReason) => void): void {
    this.close = close;
  }

  private inspect({ type, data }: { type: string; data?: unknown }): void {
    const isBinary = typeof data !== 'string' || BINARY_PACKETS.has(data.charAt(0));
    if (type === 'message' && isBinary) this.close('unsupported');
    if (this.allowance.take(this.clock.milliseconds())) return;
    this.isOverrun = true;
    // The packet at hand is still answered.
    setImmediate(() => this.close('rateLimited'));
  }
}

/** One socket of the Socket.IO gateway, by WebSocket or long polling: sends frames to it and runs its commands. */
export class SocketIoSocket implements Transport {
  readonly kind = 'socketIo';
  private readonly engine: EngineSocket;
  private corked: Duplex | undefined;
  /** Handed to Engine.IO, which passes it on once what it passed on before was written. */
  private queuedBytes = 0;
  private passedBytes = 0;

  constructor(
    private readonly socket: Socket,
    private readonly streams: WebSocketStreams,
    private readonly policy: GatewayPolicy,
  ) {
    this.engine = socket.conn;
    this.engine.on('flush', () => {
      this.passedBytes = this.queuedBytes;
      this.queuedBytes = 0;
    });
  }

  get bufferedBytes(): number {
    const passed = this.engine.transport.writable ? 0 : this.passedBytes;
    return this.queuedBytes + Math.max(passed, this.stream?.writableLength ?? 0);
  }

  /** Goes round Engine.IO, which costs half as much again as the write, where nothing on its way in it is overtaken. */
  send({ socketIoPacket: { packet, frame } }: OutgoingFrame): void {
    const { stream } = this;
    if (stream && this.engine.transport.writable && this.engine.readyState === 'open') {
      stream.write(frame);
      return;
    }
    this.queuedBytes += packet.length;
    this.engine.write(packet);
  }

  close(reason: CloseReason): void {
    if (FINAL.has(reason)) this.socket.disconnect(true);
    else this.engine.close();
    // A client that does not read would keep the rest waiting for ever.
    setTimeout(() => this.engine.close(true), this.policy.closeMs).unref();
  }

  cork(): void {
    this.corked = this.stream;
    this.corked?.cork();
  }

  uncork(): void {
    this.corked?.uncork();
    this.corked = undefined;
  }

  /** Runs commands of a socket that was admitted, once it is `started`. */
  begin(
    connection: Connection,
    started: Promise<void>,
    { hub, runner, guard }: { hub: Hub; runner: CommandRunner; guard: InboundGuard | undefined },
  ): void {
    guard?.closeBy((reason) => hub.close(connection, reason));
    const queue = new CommandQueue(started, this.policy.frameBurst);
    this.socket.onAny((name: string, ...sent: unknown[]) => {
      const acknowledge = acknowledgementIn(sent);
      const run = () => runner.run(connection, name, dataIn(sent), acknowledge);
      if (!guard?.isOverrun && queue.add(run)) return;
      const problem = new ProblemError('rate_limited', { retryAfterSeconds: 1 }).toProblem();
      acknowledge({ ok: false, problem });
      hub.close(connection, 'rateLimited');
    });
  }

  /** None while the client polls. */
  private get stream(): Duplex | undefined {
    return this.streams.get(this.engine.transport);
  }
}

/** A client that wants no answer gets none. */
function acknowledgementIn(sent: unknown[]): Acknowledge {
  const last = sent.at(-1);
  return typeof last === 'function' ? (answer) => void last(answer) : () => undefined;
}

function dataIn([data]: unknown[]): unknown {
  return typeof data === 'function' ? undefined : data;
}
