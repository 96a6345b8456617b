import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { gateway } from '@plaza/contract';
import type { FastifyInstance } from 'fastify';
import { Lifetime } from '../process/lifetime.js';
import { CommandHandlers } from './commands/command-handlers.js';
import { Hub } from './hub/hub.js';
import { pathOf, refuseUpgrade } from './transports/handshake.js';
import { PlainGateway } from './transports/plain-gateway.js';
import { SocketIoGateway } from './transports/socket-io-gateway.js';

const SOCKET_IO_PATH = `${gateway.socketIoPath}/`;

/** Puts both gateways on the port of the HTTP server, and sends their clients elsewhere when the server stops. */
@Injectable()
export class Gateway implements OnModuleInit {
  constructor(
    private readonly hub: Hub,
    private readonly commands: CommandHandlers,
    private readonly plain: PlainGateway,
    private readonly socketIo: SocketIoGateway,
    private readonly lifetime: Lifetime,
  ) {}

  onModuleInit(): void {
    this.lifetime.stopping.addEventListener('abort', () => this.sendAway(), { once: true });
  }

  /** Errors: a plain error when a command of the contract has no answer, or two. */
  attach(fastify: FastifyInstance): void {
    this.commands.discover();
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
