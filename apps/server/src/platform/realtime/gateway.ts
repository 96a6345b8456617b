import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { gateway, Ready } from '@plaza/contract';
import type { FastifyInstance } from 'fastify';
import { Lifetime } from '../process/lifetime.js';
import { CommandRunner } from './commands/command-runner.js';
import { CommandHandlers } from './commands/handle-command.js';
import { Subscriptions } from './commands/subscriptions.js';
import { BatchPreparation } from './delivery/batch-preparation.js';
import { EventDispatcher } from './delivery/event-dispatcher.js';
import { EventMapping } from './delivery/event-mapping.js';
import { LogCursors } from './delivery/log-cursors.js';
import { Replay } from './delivery/replay.js';
import { GatewayMetrics } from './gateway-metrics.js';
import { GatewayPolicy } from './gateway-policy.js';
import { Handshake } from './handshake.js';
import { Hub } from './hub/hub.js';
import { TopicAccess } from './hub/topic-access.js';
import { Realtime } from './realtime.js';
import { SessionCheck } from './session-check.js';
import { PlainGateway } from './transports/plain-gateway.js';
import { SocketIoGateway } from './transports/socket-io-gateway.js';
import { pathOf, refuseUpgrade } from './transports/upgrade.js';

const SOCKET_IO_PATH = `${gateway.socketIoPath}/`;

/** Puts both gateways on the port of the HTTP server, and sends their clients elsewhere when the server stops. */
@Injectable()
export class Gateway implements OnModuleInit {
  constructor(
    private readonly hub: Hub,
    private readonly realtime: Realtime,
    private readonly commands: CommandHandlers,
    private readonly plain: PlainGateway,
    private readonly socketIo: SocketIoGateway,
    private readonly lifetime: Lifetime,
  ) {}

  onModuleInit(): void {
    this.lifetime.stopping.addEventListener('abort', () => this.closeAll(), { once: true });
  }

  /** Errors: a plain error when a command of the contract has no handler, or two, or a part of `ready` no loader. */
  attach(fastify: FastifyInstance): void {
    this.commands.discover();
    this.assertReadyIsWhole();
    fastify.server.on('upgrade', (request: IncomingMessage, stream: Duplex, head: Buffer) => {
      this.takeUpgrade(request, stream, head);
    });
    fastify.route({
      method: ['GET', 'POST', 'OPTIONS'],
      url: SOCKET_IO_PATH,
      // Taken over before the body is read: Engine.IO reads it itself.
      onRequest: async (request, reply) => {
        reply.hijack();
        this.socketIo.takeRequest(request.raw, reply.raw);
      },
      handler: async () => undefined,
    });
  }

  private assertReadyIsWhole(): void {
    const registered = ['cursor', 'resumed', ...this.realtime.readyParts.map(({ part }) => part)];
    const missing = Object.keys(Ready.shape).filter((part) => !registered.includes(part));
    if (missing.length > 0) throw new Error(`No module registers these parts of ready: ${missing}`);
  }

  private takeUpgrade(request: IncomingMessage, stream: Duplex, head: Buffer): void {
    const path = pathOf(request);
    if (this.lifetime.isStopping) refuseUpgrade(stream, 503);
    else if (path === gateway.webSocketPath) this.plain.takeUpgrade(request, stream, head);
    else if (path === SOCKET_IO_PATH) this.socketIo.takeUpgrade(request, stream, head);
    else refuseUpgrade(stream, 404);
  }

  private closeAll(): void {
    for (const connection of this.hub.connections) this.hub.close(connection, 'restarting');
  }
}

/** What the gateway is made of. It needs an `Authenticator`, so it stands beside the modules and not below them. */
export const gatewayProviders = [
  GatewayPolicy,
  GatewayMetrics,
  Hub,
  TopicAccess,
  EventMapping,
  BatchPreparation,
  EventDispatcher,
  SessionCheck,
  LogCursors,
  Replay,
  Handshake,
  Subscriptions,
  CommandHandlers,
  CommandRunner,
  PlainGateway,
  SocketIoGateway,
  Gateway,
];
