import type { Method } from '@plaza/contract';
import type { Exchange } from './exchange.js';

export type Route = readonly [method: Method, path: string, hasBody: boolean];

interface Parts {
  params?: Record<string, unknown>;
  query?: Record<string, unknown>;
  body?: Record<string, unknown>;
}

interface Options {
  signal?: AbortSignal;
  timeoutMs?: number;
  idempotencyKey?: string;
}

/** What a call is on the wire, with the same key whichever token it is sent with. */
export function requestTo(
  baseUrl: string,
  [method, path, hasBody]: Route,
  { params, query, body = {} }: Parts,
  { signal, timeoutMs, idempotencyKey = randomKey() }: Options,
): (accessToken: string | null) => Exchange {
  const url = `${baseUrl}/api/v1${fill(path, params)}${search(query)}`;
  return (accessToken) => ({
    method,
    url,
    headers: {
      Accept: 'application/json',
      ...(hasBody && { 'Content-Type': 'application/json' }),
      ...(accessToken !== null && { Authorization: `Bearer ${accessToken}` }),
      ...(accessToken !== null && method === 'POST' && { 'Idempotency-Key': idempotencyKey }),
    },
    body: hasBody ? JSON.stringify(body) : undefined,
    repeatable: method !== 'POST' || accessToken !== null,
    signal,
    timeoutMs,
  });
}

function fill(path: string, params: Record<string, unknown> = {}): string {
  return path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = String(params[name] ?? '');
    // Dots would be taken for steps through the path and lead to another operation.
    if (/^\.{0,2}$/.test(value)) throw new TypeError(`${path} needs a value for ${name}, not "${value}"`);
    return encodeURIComponent(value);
  });
}

function search(query: Record<string, unknown> = {}): string {
  const told = Object.entries(query).filter(([, value]) => value !== undefined);
  return told.length === 0
    ? ''
    : `?${new URLSearchParams(told.map(([name, value]) => [name, String(value)]))}`;
}

/** `crypto.randomUUID` is missing on pages without https. */
function randomKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('');
}
