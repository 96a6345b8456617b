import { lookup as systemLookup } from 'node:dns';
import type { LookupFunction, Socket } from 'node:net';
import type { OnApplicationShutdown } from '@nestjs/common';
import { Agent, buildConnector, type Dispatcher, errors } from 'undici';
import { AddressGuard, refusedAddress } from './address-guard.js';
import { OutboundError } from './outbound-error.js';

export interface OutboundRequest {
  url: string;
  /** `GET` when there is none; only `GET` and `HEAD` follow redirects. */
  method?: 'GET' | 'HEAD' | 'POST';
  headers?: Record<string, string>;
  body?: string | Uint8Array;
  /** Of the answer's body. */
  maxBytes: number;
  /** For all of it, redirects included. */
  timeLimitMs: number;
  signal?: AbortSignal;
}

export interface OutboundAnswer {
  /** Where it came from in the end. */
  url: string;
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: Buffer;
}

interface Surroundings {
  /** Ranges (CIDR) that may be asked although they are not of the open internet. */
  allowed?: readonly string[];
  lookup?: LookupFunction;
}

const MAX_REDIRECTS = 3;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);
/** What is read of a redirect's body to use its connection again. */
const REDIRECT_BODY_BYTES = 4_096;
/** Without a byte for this long a connection is given up. */
const SILENCE_MS = 5_000;
const MAX_HEADER_BYTES = 16_384;
const CONNECTIONS_PER_ORIGIN = 4;
/** Credentials for one origin are not sent to another. */
const CREDENTIALS = new Set(['authorization', 'cookie', 'proxy-authorization']);

/**
 * For every request to other servers: link previews, Web Push, webhooks. It speaks HTTP(S) with the open internet alone,
 * whatever a name resolves to and wherever a redirect leads.
 */
export class GuardedClient implements OnApplicationShutdown {
  private readonly guard: AddressGuard;
  private readonly agent: Agent;

  constructor({ allowed = [], lookup = systemLookup }: Surroundings = {}) {
    this.guard = new AddressGuard(allowed);
    this.agent = new Agent({
      connect: this.connector(lookup),
      connections: CONNECTIONS_PER_ORIGIN,
      headersTimeout: SILENCE_MS,
      bodyTimeout: SILENCE_MS,
      maxHeaderSize: MAX_HEADER_BYTES,
    });
  }

  /** Errors: `OutboundError` with the reason; an answer with any status is no error. */
  async request(request: OutboundRequest): Promise<OutboundAnswer> {
    const timeLimit = AbortSignal.timeout(request.timeLimitMs);
    const signal = request.signal ? AbortSignal.any([timeLimit, request.signal]) : timeLimit;
    try {
      return await this.follow(request, signal);
    } catch (error) {
      throw explained(error, request.signal);
    }
  }

  async onApplicationShutdown(): Promise<void> {
    await this.agent.destroy();
  }

  private async follow(request: OutboundRequest, signal: AbortSignal): Promise<OutboundAnswer> {
    let url = this.permittedUrl(request.url);
    let headers = request.headers ?? {};
    for (let redirects = 0; ; redirects += 1) {
      const answer = await this.ask(url, { ...request, headers }, signal);
      const target = redirectOf(request, answer);
      if (target === undefined) return readAnswer(url, answer, request.maxBytes);
      await answer.body.dump({ limit: REDIRECT_BODY_BYTES, signal });
      if (redirects === MAX_REDIRECTS)
        throw new OutboundError('too_many_redirects', 'The redirects do not end');
      const next = this.permittedUrl(target, url);
      if (next.origin !== url.origin) headers = withoutCredentials(headers);
      url = next;
    }
  }

  private ask(url: URL, request: OutboundRequest, signal: AbortSignal): Promise<Dispatcher.ResponseData> {
    return this.agent.request({
      origin: url.origin,
      path: url.pathname + url.search,
      method: request.method ?? 'GET',
      headers: { 'user-agent': 'Plaza', 'accept-encoding': 'identity', ...request.headers },
      body: request.body ?? null,
      signal,
    });
  }

  private permittedUrl(text: string, base?: URL): URL {
    const url = URL.parse(text, base?.href);
    const isWeb = url?.protocol === 'http:' || url?.protocol === 'https:';
    if (!url || !isWeb || url.username || url.password) {
      throw new OutboundError('refused', 'Only plain http and https addresses are asked');
    }
    this.guard.assertHost(url.hostname);
    return url;
  }

  /** The resolver is asked once for each connection, and the socket goes where it said. */
  private connector(lookup: LookupFunction): buildConnector.connector {
    const connect = buildConnector({
      lookup: this.guard.guard(lookup),
      autoSelectFamily: true,
      timeout: SILENCE_MS,
    });
    return (options, callback) => {
      connect(options, (...[error, socket]: [Error, null] | [null, Socket]) => {
        if (error) return callback(error, null);
        if (this.guard.permits(socket.remoteAddress ?? '')) return callback(null, socket);
        socket.destroy();
        return callback(refusedAddress(), null);
      });
    };
  }
}

function redirectOf(request: OutboundRequest, answer: Dispatcher.ResponseData): string | undefined {
  const { location } = answer.headers;
  const mayFollow = request.method !== 'POST' && REDIRECTS.has(answer.statusCode);
  return mayFollow && typeof location === 'string' ? location : undefined;
}

async function readAnswer(
  url: URL,
  answer: Dispatcher.ResponseData,
  maxBytes: number,
): Promise<OutboundAnswer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of answer.body) {
    size += chunk.length;
    // Leaving the loop closes the connection.
    if (size > maxBytes) throw new OutboundError('too_large', `The answer is larger than ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  return { url: url.href, status: answer.statusCode, headers: answer.headers, body: Buffer.concat(chunks) };
}

function withoutCredentials(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !CREDENTIALS.has(name.toLowerCase())));
}

function explained(error: unknown, wanted: AbortSignal | undefined): OutboundError {
  if (error instanceof OutboundError) return error;
  if (wanted?.aborted)
    return new OutboundError('aborted', 'The request was not wanted any more', { cause: error });
  if (isSlowness(error)) return new OutboundError('too_slow', 'The answer took too long', { cause: error });
  return new OutboundError('unreachable', 'There was no answer', { cause: error });
}

function isSlowness(error: unknown): boolean {
  return (
    error instanceof errors.HeadersTimeoutError ||
    error instanceof errors.BodyTimeoutError ||
    error instanceof errors.ConnectTimeoutError ||
    (error instanceof DOMException && error.name === 'TimeoutError')
  );
}
