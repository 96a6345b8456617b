import { Injectable } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { listOperations, type OperationShape, rateLimitClasses } from '@plaza/contract';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { DiskSpace } from '../health/disk-space.js';
import { RateLimits, rateLimitHeaders } from '../limits/rate-limits.js';
import { ProblemError } from '../problems/problem-error.js';
import { Settings } from '../settings/settings.js';
import { Authenticator } from './authenticator.js';
import { HttpExchange } from './exchange.js';
import { operationsHandledBy } from './handle-operation.js';
import { Idempotency } from './idempotency.js';
import { readInput } from './input.js';
import { assertMatchesContract } from './matches-contract.js';
import { anonymous, hasScope, isSignedIn, type SignedInViewer, type Viewer } from './viewer.js';

const PREFIX = '/api/v1';
/** A client whose session ended while it was busy stays far below. */
const BAD_TOKENS = { requests: 120, windowSeconds: 60 };

type Handler = (call: Record<string, unknown>) => Promise<unknown>;

interface BoundOperation {
  name: string;
  shape: OperationShape;
  handler: Handler;
}

/** Makes the routes: every operation of the contract is served by exactly one method of a controller. */
@Injectable()
export class OperationBinding {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly authenticator: Authenticator,
    private readonly limits: RateLimits,
    private readonly idempotency: Idempotency,
    private readonly diskSpace: DiskSpace,
    private readonly settings: Settings,
  ) {}

  /** Errors: a plain error that names every operation without a server or with two. */
  bind(fastify: FastifyInstance): void {
    for (const bound of this.boundOperations()) {
      fastify.route({
        method: bound.shape.method,
        url: PREFIX + bound.shape.path.replace(/\{(\w+)\}/g, ':$1'),
        handler: (request, reply) => this.serve(bound, request, reply),
      });
    }
  }

  private boundOperations(): BoundOperation[] {
    const handlers = this.discoverHandlers();
    return listOperations().map(([name, shape]) => {
      const [handler, ...others] = handlers.get(shape) ?? [];
      if (!handler) throw new Error(`The contract's operation ${name} has no server`);
      if (others.length > 0) throw new Error(`The contract's operation ${name} has more than one server`);
      return { name, shape, handler };
    });
  }

  private discoverHandlers(): Map<OperationShape, Handler[]> {
    const handlers = new Map<OperationShape, Handler[]>();
    for (const { instance } of this.discovery.getProviders()) {
      if (typeof instance !== 'object' || instance === null) continue;
      for (const { shape, method } of operationsHandledBy(instance)) {
        const handler = (call: Record<string, unknown>) => Reflect.get(instance, method).call(instance, call);
        handlers.set(shape, [...(handlers.get(shape) ?? []), handler]);
      }
    }
    return handlers;
  }

  private async serve(bound: BoundOperation, request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
    const { name, shape } = bound;
    // What one viewer may see today, a cache must not show to another or tomorrow.
    reply.header('Cache-Control', 'no-store');
    const viewer = await this.viewerOf(request);
    await this.limit(shape, viewer, request, reply);
    assertAccess(shape, viewer);
    if (shape.method !== 'GET') this.diskSpace.assertRoom();
    const input = readInput(shape, request);
    const call = { ...input, viewer, exchange: new HttpExchange(request, reply, this.settings) };
    const answer = async () => ({ status: shape.status, response: await bound.handler(call) });
    const key = isRepeatable(shape) ? this.idempotency.keyOf(request) : undefined;
    const { status, response } =
      key !== undefined && isSignedIn(viewer)
        ? await this.idempotency.once(viewer.userId, key, name, input, answer)
        : await answer();
    if (this.settings.validatesResponses) assertAnswer(name, shape, response);
    reply.code(status);
    return response === undefined || response === null ? reply.send() : reply.send(response);
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

/** What anyone may call hands out tokens and ends sessions: its answers are not kept, and its writes are its own. */
function isRepeatable(shape: OperationShape): boolean {
  return shape.method === 'POST' && shape.access === 'user';
}

function assertAccess(shape: OperationShape, viewer: Viewer): asserts viewer is SignedInViewer {
  if (!isSignedIn(viewer)) {
    if (shape.access === 'user') throw new ProblemError('unauthenticated');
    return;
  }
  if (shape.scope !== null && !hasScope(viewer, shape.scope)) throw new ProblemError('insufficient_scope');
}

function assertAnswer(name: string, shape: OperationShape, response: unknown): void {
  if (shape.response) assertMatchesContract(name, shape.response, response);
  else if (response !== undefined && response !== null)
    throw new Error(`${name} answers although it has nothing to say`);
}
