import { Injectable } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import {
  type BodyKind,
  isStreamed,
  kindOfBody,
  type OperationShape,
  rateLimitClasses,
  takesIdempotencyKey,
} from '@plaza/contract';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Clock } from '../clock/clock.js';
import { DiskSpace } from '../health/disk-space.js';
import { RateLimits, rateLimitHeaders } from '../limits/rate-limits.js';
import { invalidInput, ProblemError } from '../problems/problem-error.js';
import { Lifetime } from '../process/lifetime.js';
import { Settings } from '../settings/settings.js';
import { assertAccess } from './access.js';
import { Authenticator } from './authenticator.js';
import { acceptBodies } from './body-parsers.js';
import { HttpExchange } from './exchange.js';
import { operationsHandledBy } from './handle-operation.js';
import { HttpTimes } from './http-times.js';
import { Idempotency } from './idempotency.js';
import { IncomingBody } from './incoming/incoming-body.js';
import { readInput } from './incoming/read-input.js';
import { OperationList } from './operation-list.js';
import type { StreamOptions } from './outgoing/event-stream.js';
import { sendAnswer } from './outgoing/send-answer.js';
import { anonymous, isSignedIn, type Viewer } from './viewer.js';

const PREFIX = '/api/v1';
/** A client whose session ended while it was busy stays far below. */
const BAD_TOKENS = { requests: 120, windowSeconds: 60 };

type Handler = (call: Record<string, unknown>) => Promise<unknown>;

interface BoundOperation {
  name: string;
  shape: OperationShape;
  handler: Handler;
}

/** Makes the routes: every operation of the list is handled by exactly one method of a controller. */
@Injectable()
export class OperationBinding {
  constructor(
    private readonly list: OperationList,
    private readonly app: ModuleRef,
    private readonly authenticator: Authenticator,
    private readonly limits: RateLimits,
    private readonly idempotency: Idempotency,
    private readonly diskSpace: DiskSpace,
    private readonly settings: Settings,
    private readonly clock: Clock,
    private readonly lifetime: Lifetime,
    private readonly times: HttpTimes,
  ) {}

  /** Errors: a plain error that names every operation without a handler or with two. */
  async bind(fastify: FastifyInstance): Promise<void> {
    const byBody = Map.groupBy(this.boundOperations(), ({ shape }) => bodyKindOf(shape));
    for (const [kind, bound] of byBody) {
      await fastify.register(async (part) => {
        acceptBodies(part, kind);
        for (const one of bound) this.route(part, one);
      });
    }
  }

  private route(fastify: FastifyInstance, bound: BoundOperation): void {
    fastify.route({
      method: bound.shape.method,
      url: PREFIX + bound.shape.path.replace(/\{(\w+)\}/g, ':$1'),
      handler: (request, reply) => this.serve(bound, request, reply),
    });
  }

  private boundOperations(): BoundOperation[] {
    const handlers = this.findHandlers();
    return this.list.operations.map(([name, shape]) => {
      const [handler, ...others] = handlers.get(shape) ?? [];
      if (!handler) throw new Error(`The contract's operation ${name} has no handler`);
      if (others.length > 0) throw new Error(`The contract's operation ${name} has more than one handler`);
      return { name, shape, handler };
    });
  }

  private findHandlers(): Map<OperationShape, Handler[]> {
    const handlers = new Map<OperationShape, Handler[]>();
    for (const controller of this.list.controllers) {
      const instance = this.app.get(controller, { strict: false });
      for (const { shape, method } of operationsHandledBy(controller)) {
        const handler = async (call: Record<string, unknown>) =>
          Reflect.get(instance, method).call(instance, call);
        handlers.set(shape, [...(handlers.get(shape) ?? []), handler]);
      }
    }
    return handlers;
  }

  /** The steps of every request: token, limit, access, input, handler, answer. */
  private async serve(
    bound: BoundOperation,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<FastifyReply> {
    const { shape } = bound;
    const incoming =
      shape.body && isStreamed(shape.body) ? new IncomingBody(request.raw, this.times) : undefined;
    try {
      // What one viewer may see today, a cache must not show to another or tomorrow.
      reply.header('Cache-Control', 'no-store').headers(deprecationHeaders(shape));
      const viewer = await this.viewerOf(request);
      await this.limit(shape, viewer, request, reply);
      assertAccess(shape, viewer, this.clock.milliseconds());
      if (shape.method !== 'GET') this.diskSpace.assertRoom();
      return await this.answer(bound, viewer, { request, reply, incoming });
    } finally {
      incoming?.discard();
    }
  }

  private async answer(
    { name, shape, handler }: BoundOperation,
    viewer: Viewer,
    { request, reply, incoming }: Exchanged,
  ): Promise<FastifyReply> {
    const exchange = new HttpExchange(request, reply, this.settings);
    const input = await readInput(shape, request, incoming);
    try {
      const call = { ...input.parts, viewer, exchange, operation: shape };
      const work = async () => ({ status: shape.status, response: await handler(call) });
      const key = this.idempotencyKeyOf(shape, request);
      const { status, response } =
        key !== undefined && isSignedIn(viewer)
          ? await this.idempotency.once(viewer.userId, key, name, input.parts, work)
          : await work();
      return await sendAnswer(request, reply, {
        name,
        shape,
        status,
        response,
        validates: this.settings.validatesResponses,
        streamOptions: () => this.streamOptions(viewer, request, exchange),
      });
    } finally {
      input.close();
    }
  }

  /** Errors: `invalid_input` where a key could not be honoured. */
  private idempotencyKeyOf(shape: OperationShape, request: FastifyRequest): string | undefined {
    if (shape.method !== 'POST' || shape.access !== 'user') return undefined;
    const key = this.idempotency.keyOf(request);
    if (key !== undefined && !takesIdempotencyKey(shape)) {
      throw invalidInput('Idempotency-Key', 'unsupported', 'The answer of this operation is not stored');
    }
    return key;
  }

  /** A stream of events ends with its client, with the server, and with the session or token it was opened by. */
  private streamOptions(viewer: Viewer, request: FastifyRequest, exchange: HttpExchange): StreamOptions {
    return {
      heartbeatMs: this.times.heartbeatMs,
      mayGoOn: async () => {
        const again = await this.viewerOf(request).catch(() => undefined);
        return again !== undefined && again.userId === viewer.userId;
      },
      signal: AbortSignal.any([exchange.signal, this.lifetime.stopping]),
    };
  }

  private async viewerOf(request: FastifyRequest): Promise<Viewer> {
    const header = request.headers.authorization;
    if (header === undefined) return anonymous;
    const token = /^Bearer ([\w.~+/-]+=*)$/.exec(header)?.[1];
    try {
      if (!token) throw new ProblemError('unauthenticated');
      return await this.authenticator.authenticate(token);
    } catch (error) {
      if (error instanceof ProblemError) await this.limitGuessing(request.ip);
      throw error;
    }
  }

  /** Errors: `rate_limited` for an address that tries one bad token after the other. */
  private async limitGuessing(address: string): Promise<void> {
    const result = await this.limits.consume('badToken', address, BAD_TOKENS);
    if (!result.allowed) throw new ProblemError('rate_limited', { retryAfterSeconds: result.resetSeconds });
  }

  private async limit(
    shape: OperationShape,
    viewer: Viewer,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<void> {
    const subject = viewer.userId ?? request.ip;
    const result = await this.limits.consume(shape.limit, subject, rateLimitClasses[shape.limit]);
    reply.headers(rateLimitHeaders(shape.limit, result));
    if (!result.allowed) throw new ProblemError('rate_limited', { retryAfterSeconds: result.resetSeconds });
  }
}

interface Exchanged {
  request: FastifyRequest;
  reply: FastifyReply;
  incoming: IncomingBody | undefined;
}

function bodyKindOf({ body }: OperationShape): BodyKind {
  return body ? kindOfBody(body) : 'json';
}

/** RFC 9745 and RFC 8594. */
function deprecationHeaders({ deprecated }: OperationShape): Record<string, string> {
  if (!deprecated) return {};
  const { since, sunset } = deprecated;
  return {
    Deprecation: `@${Date.parse(since) / 1000}`,
    ...(sunset !== undefined && { Sunset: new Date(sunset).toUTCString() }),
  };
}
