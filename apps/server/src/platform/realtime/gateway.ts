import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { gateway, Ready } from '@plaza/contract';
import type { FastifyInstance } from 'fastify';
import { Lifetime } from '../process/lifetime.js';
import { CommandHandlers } from './commands/command-handlers.js';
import { Hub } from './hub/hub.js';
import { Realtime } from './realtime.js';
import { pathOf, refuseUpgrade } from './transports/handshake.js';
import { PlainGateway } from './transports/plain-gateway.js';
import { SocketIoGateway } from './transports/socket-io-gateway.js';

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
    this.lifetime.stopping.addEventListener('abort', () => this.sendAway(), { once: true });
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
    const registered = [...this.realtime.readyParts.map(({ part }) => part), 'cursor', 'resumed'];
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

  private sendAway(): void {
    for (const connection of this.hub.connections) this.hub.close(connection, 'restarting');
  }
}
