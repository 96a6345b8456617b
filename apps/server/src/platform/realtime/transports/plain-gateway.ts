import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { WebSocketServer } from 'ws';
import { Clock } from '../../clock/clock.js';
import { toProblemError } from '../../http/problems.js';
import { Logger } from '../../logging/logger.js';
import { Settings } from '../../settings/settings.js';
import { CommandLine } from '../commands/command-line.js';
import { GatewayPolicy } from '../gateway-policy.js';
import { Hub } from '../hub/hub.js';
import { Outgoing } from '../hub/outgoing.js';
import { Opening } from '../opening.js';
import { Realtime } from '../realtime.js';
import { LogCursors } from '../replay/log-cursors.js';
import { isWelcome, queryOf, refusalOf, refuseUpgrade, serverOptions } from './handshake.js';
import { Heartbeats } from './heartbeats.js';
import { PlainSocket } from './plain-socket.js';
import { PlainTransport } from './plain-transport.js';

/** The gateway for clients that speak nothing but WebSocket: `/ws?token=…&cursor=…`. */
@Injectable()
export class PlainGateway implements OnApplicationShutdown {
  private readonly server: WebSocketServer;
  private readonly heartbeats: Heartbeats;
  private heartbeat: { at: number; outgoing: Outgoing } | undefined;

  constructor(
    private readonly opening: Opening,
    private readonly commandLine: CommandLine,
    private readonly hub: Hub,
    private readonly realtime: Realtime,
    private readonly cursors: LogCursors,
    private readonly policy: GatewayPolicy,
    private readonly clock: Clock,
    private readonly settings: Settings,
    private readonly logger: Logger,
  ) {
    this.server = new WebSocketServer(serverOptions(policy));
    this.heartbeats = new Heartbeats(policy.heartbeatMs);
  }

  takeUpgrade(request: IncomingMessage, stream: Duplex, head: Buffer): void {
    if (!isWelcome(request.headers, this.settings.publicUrl)) {
      refuseUpgrade(stream, 403);
      return;
    }
    const query = queryOf(request);
    const token = query.get('token') ?? '';
    const cursor = query.get('cursor') ?? undefined;
    this.server.handleUpgrade(request, stream, head, (webSocket) => {
      const socket = new PlainSocket(
        webSocket,
        new PlainTransport(webSocket, stream),
        this.hub,
        this.commandLine,
        this.realtime.shortForms,
        this.policy,
        this.clock,
      );
      void this.admit(socket, token, cursor);
    });
  }

  onApplicationShutdown(): void {
    this.heartbeats.stop();
    this.server.close();
  }

  private async admit(socket: PlainSocket, token: string, cursor: string | undefined): Promise<void> {
    try {
      const connection = await this.opening.admit(token, socket.transport);
      const leave = this.heartbeats.join(() => socket.beat(() => this.heartbeatNow()));
      socket.begin(connection, this.opening.bringUp(connection, cursor), leave);
    } catch (error) {
      const problem = toProblemError(error);
      if (problem.code === 'internal') this.logger.error({ err: error }, 'a socket could not be admitted');
      socket.refuse(refusalOf(problem));
    }
  }

  /** The same for all sockets whose turn it is. */
  private heartbeatNow(): Outgoing {
    const at = this.clock.milliseconds();
    const { position } = this.hub.delivered;
    if (this.heartbeat?.at !== at) {
      const seal = () => this.cursors.seal({ position, at });
      this.heartbeat = { at, outgoing: new Outgoing({ event: 'heartbeat', payload: {} }, seal) };
    }
    return this.heartbeat.outgoing;
  }
}
