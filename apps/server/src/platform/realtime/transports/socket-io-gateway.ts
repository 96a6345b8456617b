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
import { CommandRunner } from '../commands/command-runner.js';
import { GatewayPolicy } from '../gateway-policy.js';
import { Handshake } from '../handshake.js';
import type { Connection } from '../hub/connection.js';
import { Hub } from '../hub/hub.js';
import { InboundGuard, SocketIoSocket, type WebSocketStreams } from './socket-io-socket.js';
import { isAllowedOrigin, serverOptions } from './upgrade.js';

const Auth = z.object({ token: z.string(), cursor: z.string().nullish() });

/** What a refused client finds in the `data` of its `connect_error`. */
class RefusedError extends Error {
  constructor(readonly data: Problem) {
    super(data.title);
  }
}

/** Remembers the stream beneath each WebSocket, whether the client began with one or went over to one. */
class StreamAwareEngine extends Engine {
  readonly streams: WebSocketStreams = new WeakMap();

  protected override createTransport(...[name, request]: Parameters<Engine['createTransport']>) {
    const transport = super.createTransport(name, request);
    if (name === 'websocket') this.streams.set(transport, request.socket);
    return transport;
  }
}

/** The gateway for clients that speak Socket.IO: `io(url, { auth: { token, cursor } })`. */
@Injectable()
export class SocketIoGateway implements OnApplicationShutdown {
  private readonly engine: StreamAwareEngine;
  private readonly server: Server;
  private readonly guards = new WeakMap<Socket['conn'], InboundGuard>();
  private readonly admitted = new WeakMap<Socket, () => void>();

  constructor(
    private readonly handshake: Handshake,
    private readonly runner: CommandRunner,
    private readonly hub: Hub,
    private readonly policy: GatewayPolicy,
    clock: Clock,
    private readonly settings: Settings,
    private readonly logger: Logger,
  ) {
    this.engine = this.createEngine();
    this.engine.on('connection', (engine: Socket['conn']) => {
      this.guards.set(engine, new InboundGuard(engine, policy, clock));
      // Nobody asks for the request any more, and its headers weigh as much as the rest of an idle socket.
      Reflect.deleteProperty(engine, 'request');
    });
    this.server = new Server({ serveClient: false, connectTimeout: policy.closeMs });
    this.server.bind(this.engine);
    this.server.use((socket, next) => void this.admit(socket, next));
    this.server.on('connection', (socket) => this.admitted.get(socket)?.());
  }

  takeUpgrade(request: IncomingMessage, stream: Duplex, head: Buffer): void {
    this.engine.handleUpgrade(request as Parameters<Engine['handleUpgrade']>[0], stream, head);
  }

  /** Long polling, with which most clients begin. */
  takeRequest(request: IncomingMessage, response: ServerResponse): void {
    this.engine.handleRequest(request as Parameters<Engine['handleRequest']>[0], response);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.server.close();
  }

  private createEngine(): StreamAwareEngine {
    const { policy, settings } = this;
    return new StreamAwareEngine({
      transports: ['polling', 'websocket'],
      pingInterval: policy.heartbeatMs,
      pingTimeout: policy.heartbeatMs,
      maxHttpBufferSize: policy.frameBytes,
      perMessageDeflate: false,
      httpCompression: false,
      // Engine.IO would let a client that does not answer the close keep its socket for half a minute.
      wsEngine: class extends WebSocketServer {
        constructor() {
          super(serverOptions(policy));
        }
      },
      allowRequest: ({ headers }, decide) => {
        const isAllowed = isAllowedOrigin(headers, settings.publicUrl);
        decide(isAllowed ? null : 'Foreign origin', isAllowed);
      },
    });
  }

  private async admit(socket: Socket, next: (error?: RefusedError) => void): Promise<void> {
    try {
      const auth = Auth.safeParse(socket.handshake.auth);
      if (!auth.success) throw new ProblemError('unauthenticated');
      const { token, cursor } = auth.data;
      const transport = new SocketIoSocket(socket, this.engine.streams, this.policy);
      const connection = await this.handshake.admit(token, transport);
      if (this.isOpen(socket, connection)) {
        this.admitted.set(socket, () => {
          const { hub, runner } = this;
          const started = this.handshake.start(connection, cursor ?? undefined);
          transport.begin(connection, started, { hub, runner, guard: this.guards.get(socket.conn) });
        });
      }
      next();
    } catch (error) {
      const problem = toProblemError(error);
      if (problem.code === 'internal') this.logger.error({ err: error }, 'a socket could not be admitted');
      next(new RefusedError(problem.toProblem()));
    }
  }

  /** Forgets the connection with the socket; false when it has ended meanwhile. */
  private isOpen(socket: Socket, connection: Connection): boolean {
    const remove = () => this.hub.remove(connection);
    socket.conn.once('close', remove);
    socket.once('disconnect', remove);
    if (socket.conn.readyState !== 'open') remove();
    return !connection.isClosed;
  }
}
