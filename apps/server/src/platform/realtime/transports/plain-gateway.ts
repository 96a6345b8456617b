import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { WebSocketServer } from 'ws';
import { Clock } from '../../clock/clock.js';
import { toProblemError } from '../../http/problems.js';
import { Logger } from '../../logging/logger.js';
import { Settings } from '../../settings/settings.js';
import { CommandRunner } from '../commands/command-runner.js';
import { LogCursors } from '../delivery/log-cursors.js';
import { GatewayPolicy } from '../gateway-policy.js';
import { Handshake } from '../handshake.js';
import { Hub } from '../hub/hub.js';
import { Realtime } from '../realtime.js';
import { PlainSocket } from './plain-socket.js';
import { closeReasonOf, isAllowedOrigin, queryOf, refuseUpgrade, serverOptions } from './upgrade.js';

/** The gateway for clients that speak nothing but WebSocket: `/ws?token=…&cursor=…`. */
@Injectable()
export class PlainGateway implements OnApplicationShutdown {
  private readonly server: WebSocketServer;

  constructor(
    private readonly handshake: Handshake,
    private readonly runner: CommandRunner,
    private readonly hub: Hub,
    private readonly realtime: Realtime,
    private readonly cursors: LogCursors,
    private readonly policy: GatewayPolicy,
    private readonly clock: Clock,
    private readonly settings: Settings,
    private readonly logger: Logger,
  ) {
    this.server = new WebSocketServer(serverOptions(policy));
  }

  takeUpgrade(request: IncomingMessage, stream: Duplex, head: Buffer): void {
    if (!isAllowedOrigin(request.headers, this.settings.publicUrl)) {
      refuseUpgrade(stream, 403);
      return;
    }
    const query = queryOf(request);
    const token = query.get('token') ?? '';
    const cursor = query.get('cursor') ?? undefined;
    const { hub, runner, cursors, policy, clock } = this;
    const context = { hub, runner, cursors, policy, clock, shortForms: this.realtime.shortForms };
    this.server.handleUpgrade(request, stream, head, (socket) => {
      void this.admit(new PlainSocket(socket, stream, context), token, cursor);
    });
  }

  onApplicationShutdown(): void {
    this.server.close();
  }

  private async admit(socket: PlainSocket, token: string, cursor: string | undefined): Promise<void> {
    try {
      const connection = await this.handshake.admit(token, socket);
      socket.begin(connection, this.handshake.start(connection, cursor));
    } catch (error) {
      const problem = toProblemError(error);
      if (problem.code === 'internal') this.logger.error({ err: error }, 'a socket could not be admitted');
      socket.close(closeReasonOf(problem));
    }
  }
}
