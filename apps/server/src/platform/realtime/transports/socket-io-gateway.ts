import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { Problem } from '@plaza/contract';
import { Server as Engine } from 'engine.io';
import { Server, type Socket } from 'socket.io';
import { WebSocketServer } from 'ws';
import { z } from 'zod';
import { Clock } from '../../clock/clock.js';
import { toProblemError } from '../../http/problems.js';
import { Logger } from '../../logging/logger.js';
import { ProblemError } from '../../problems/problem-error.js';
import { Settings } from '../../settings/settings.js';
import { type Answer, CommandLine } from '../commands/command-line.js';
import { CommandQueue } from '../commands/command-queue.js';
import { GatewayPolicy } from '../gateway-policy.js';
import type { Connection } from '../hub/connection.js';
import { Hub } from '../hub/hub.js';
import { Opening } from '../opening.js';
import { isWelcome, serverOptions } from './handshake.js';
import { SocketIoGuard } from './socket-io-guard.js';
import { SocketIoStreams } from './socket-io-streams.js';
import { SocketIoTransport } from './socket-io-transport.js';

const Auth = z.object({ token: z.string(), cursor: z.string().nullish() });

type Acknowledge = (answer: Answer) => void;

/** What a refused client finds in the `data` of its `connect_error`. */
class RefusedError extends Error {
  constructor(readonly data: Problem) {
    super(data.title);
  }
}

/** The gateway for clients that speak Socket.IO: `io(url, { auth: { token, cursor } })`. */
@Injectable()
export class SocketIoGateway implements OnApplicationShutdown {
  private readonly engine: Engine;
  private readonly server: Server;
  private readonly guards = new WeakMap<Socket['conn'], SocketIoGuard>();
  private readonly streams = new SocketIoStreams();
  private readonly admitted = new WeakMap<Socket, () => void>();

  constructor(
    private readonly opening: Opening,
    private readonly commandLine: CommandLine,
    private readonly hub: Hub,
    private readonly policy: GatewayPolicy,
    clock: Clock,
    private readonly settings: Settings,
    private readonly logger: Logger,
  ) {
    this.engine = this.createEngine();
    this.engine.on('connection', (engine: Socket['conn']) => {
      this.guards.set(engine, new SocketIoGuard(engine, policy, clock));
      this.streams.follow(engine);
    });
    this.server = new Server({ serveClient: false, connectTimeout: policy.closeMs });
    this.server.bind(this.engine);
    this.server.use((socket, next) => void this.admit(socket, next));
    this.server.on('connection', (socket) => this.admitted.get(socket)?.());
  }

  takeUpgrade(request: IncomingMessage, stream: Duplex, head: Buffer): void {
    this.streams.noteUpgrade(request, stream);
    this.engine.handleUpgrade(request as Parameters<Engine['handleUpgrade']>[0], stream, head);
  }

  /** Long polling, with which most clients begin. */
  takeRequest(request: IncomingMessage, response: ServerResponse): void {
    this.engine.handleRequest(request as Parameters<Engine['handleRequest']>[0], response);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.server.close();
  }

  private createEngine(): Engine {
    const { policy, settings } = this;
    return new Engine({
      transports: ['polling', 'websocket'],
      pingInterval: policy.heartbeatMs,
      pingTimeout: policy.heartbeatMs,
      maxHttpBufferSize: policy.frameBytes,
      perMessageDeflate: false,
      httpCompression: false,
      // Engine.IO would let a client that does not answer the end keep its socket for half a minute.
      wsEngine: class extends WebSocketServer {
        constructor() {
          super(serverOptions(policy));
        }
      },
      allowRequest: ({ headers }, decide) => {
        const isAllowed = isWelcome(headers, settings.publicUrl);
        decide(isAllowed ? null : 'Foreign origin', isAllowed);
      },
    });
  }

  private async admit(socket: Socket, next: (error?: RefusedError) => void): Promise<void> {
    try {
      const auth = Auth.safeParse(socket.handshake.auth);
      if (!auth.success) throw new ProblemError('unauthenticated');
      const { token, cursor } = auth.data;
      const stream = () => this.streams.of(socket.conn);
      const transport = new SocketIoTransport(socket, stream, this.policy.closeMs);
      const connection = await this.opening.admit(token, transport);
      if (this.follow(socket, connection)) {
        this.admitted.set(socket, () => this.begin(socket, connection, cursor ?? undefined));
      }
      next();
    } catch (error) {
      const problem = toProblemError(error);
      if (problem.code === 'internal') this.logger.error({ err: error }, 'a socket could not be admitted');
      next(new RefusedError(problem.toProblem()));
    }
  }

  /** False when the socket has ended meanwhile. */
  private follow(socket: Socket, connection: Connection): boolean {
    const remove = () => this.hub.remove(connection);
    socket.conn.once('close', remove);
    socket.once('disconnect', remove);
    if (socket.conn.readyState !== 'open') remove();
    return !connection.isClosed;
  }

  private begin(socket: Socket, connection: Connection, cursor: string | undefined): void {
    const guard = this.guards.get(socket.conn);
    guard?.endBy((reason) => this.hub.close(connection, reason));
    const queue = new CommandQueue(this.opening.bringUp(connection, cursor), this.policy.frameBurst);
    socket.onAny((name: string, ...sent: unknown[]) => {
      const acknowledge = acknowledgementIn(sent);
      const isTaken =
        !guard?.isOverrun &&
        queue.add(() => this.commandLine.run(connection, name, dataIn(sent), acknowledge));
      if (isTaken) return;
      const problem = new ProblemError('rate_limited', { retryAfterSeconds: 1 }).toProblem();
      acknowledge({ ok: false, problem });
      this.hub.close(connection, 'rateLimited');
    });
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
