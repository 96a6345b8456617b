import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import cookies from '@fastify/cookie';
import statics from '@fastify/static';
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

const contentSecurityPolicy = [
  "default-src 'self'",
  "base-uri 'none'",
  "connect-src 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "img-src 'self' data: blob:",
  "media-src 'self' blob:",
  "object-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
].join('; ');

/** Sent with every response. */
const securityHeaders = {
  'Content-Security-Policy': contentSecurityPolicy,
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), geolocation=(), microphone=()',
  'Referrer-Policy': 'strict-origin-when-cross-origin',
  'X-Content-Type-Options': 'nosniff',
} as const;

/** Where the build of the web client lies, seen from source and from the compiled server alike. */
const webClient = fileURLToPath(new URL('../../../../web/dist/', import.meta.url));
const YEAR_SECONDS = 31_536_000;

/** What answers HTTP: the API, its documents, and the web client. */
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

/** Serves the built web client; assets carry their hash in the name and may be cached for ever, the page may not. */
async function serveWebClient(fastify: FastifyInstance): Promise<void> {
  if (!existsSync(webClient)) return;
  await fastify.register(statics, {
    root: webClient,
    wildcard: false,
    // The build lays compressed copies beside its files.
    preCompressed: true,
    cacheControl: false,
    setHeaders: (reply, path) => {
      const isHashed = path.includes('/assets/');
      void reply.header(
        'Cache-Control',
        isHashed ? `public, max-age=${YEAR_SECONDS}, immutable` : 'no-cache',
      );
    },
  });
}
