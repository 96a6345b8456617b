import { randomUUID } from 'node:crypto';
import cookies from '@fastify/cookie';
import { Injectable } from '@nestjs/common';
import { limits } from '@plaza/contract';
import Fastify, { type FastifyInstance } from 'fastify';
import { Logger } from '../logging/logger.js';
import { ProblemError } from '../problems/problem-error.js';
import { Settings } from '../settings/settings.js';
import { answerClientError } from './client-errors.js';
import { serveDocs } from './docs/serve-docs.js';
import { HttpTimes } from './http-times.js';
import { OperationBinding } from './operation-binding.js';
import { OperationList } from './operation-list.js';
import { PlainRoutes } from './plain-routes.js';
import { problemResponder, sendProblem } from './problems.js';
import { securityHeaders } from './security-headers.js';
import { serveWebClient } from './web-client.js';

/** The one port: the API, its documents, and the web client. */
@Injectable()
export class HttpServer {
  constructor(
    private readonly list: OperationList,
    private readonly binding: OperationBinding,
    private readonly plainRoutes: PlainRoutes,
    private readonly settings: Settings,
    private readonly times: HttpTimes,
    private readonly logger: Logger,
  ) {}

  /** Puts the server together without listening. */
  async create(): Promise<FastifyInstance> {
    const fastify: FastifyInstance = Fastify({
      bodyLimit: limits.bodyBytes,
      trustProxy: trustedProxies(this.settings.trustProxy),
      requestTimeout: this.times.requestMs,
      // Longer than the limit of the whole request, as it is by default, Node would take the one for the other.
      http: {
        headersTimeout: this.times.requestMs,
        connectionsCheckingInterval: this.times.requestMs,
      },
      clientErrorHandler: answerClientError,
      forceCloseConnections: 'idle',
      return503OnClosing: true,
      genReqId: () => randomUUID(),
    });
    fastify.addHook('onRequest', async (request, reply) => {
      reply.headers(securityHeaders).header('X-Request-Id', request.id);
    });
    fastify.addHook('onResponse', async (request, reply) => {
      // Probes ask every second and say nothing.
      if (request.routeOptions.logLevel === 'silent') return;
      this.logger.info(
        {
          requestId: request.id,
          method: request.method,
          route: request.routeOptions.url ?? 'none',
          status: reply.statusCode,
          milliseconds: Math.round(reply.elapsedTime * 10) / 10,
        },
        'request',
      );
    });
    fastify.setErrorHandler(problemResponder(this.logger));
    await fastify.register(cookies);
    await this.binding.bind(fastify);
    serveDocs(fastify, this.settings.publicUrl, this.list.operations);
    this.plainRoutes.bind(fastify);
    await serveWebClient(fastify);
    fastify.setNotFoundHandler((request, reply) => {
      const isPage = request.method === 'GET' && request.headers.accept?.includes('text/html');
      if (isPage && !request.url.startsWith('/api/') && reply.sendFile) return reply.sendFile('index.html');
      return sendProblem(new ProblemError('not_found'), request, reply);
    });
    return fastify;
  }
}

/** A number counts the proxies in front of us. */
function trustedProxies(setting: Settings['trustProxy']) {
  return typeof setting === 'number' ? (_address: string, hop: number) => hop < setting : setting;
}
