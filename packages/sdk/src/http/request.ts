import type { AnswerKind, BodyKind, Method } from '@plaza/contract';
import type { Exchange } from './exchange.js';

/** The server ends what does not move long before. */
const UPLOAD_TIMEOUT_MS = 3_600_000;

/** `body` is null, or absent at the end, where there is none; `answer` is JSON where it is absent. */
export type Route = readonly [method: Method, path: string, body?: BodyKind | null, answer?: AnswerKind];

export interface Parts {
  params?: Record<string, unknown>;
  query?: Record<string, unknown>;
  body?: Record<string, unknown>;
  files?: Record<string, Blob | undefined>;
  upload?: Blob;
}

interface Options {
  signal?: AbortSignal;
  timeoutMs?: number;
  idempotencyKey?: string;
}

/** What a call is on the wire, with the same key whichever token it is sent with. */
export function requestTo(
  baseUrl: string,
  [method, path, bodyKind, answer = 'json']: Route,
  parts: Parts,
  { signal, timeoutMs, idempotencyKey = randomKey() }: Options,
): (accessToken: string | null) => Exchange {
  const url = `${baseUrl}/api/v1${fill(path, parts.params)}${search(parts.query)}`;
  const { body, contentType } = bodyOf(bodyKind ?? undefined, parts);
  const isStreamed = bodyKind === 'multipart' || bodyKind === 'upload';
  const takesKey = method === 'POST' && answer === 'json' && !isStreamed;
  return (accessToken) => ({
    method,
    url,
    headers: {
      ...(answer === 'json' && { Accept: 'application/json' }),
      ...(contentType !== undefined && { 'Content-Type': contentType }),
      ...(accessToken !== null && { Authorization: `Bearer ${accessToken}` }),
      ...(accessToken !== null && takesKey && { 'Idempotency-Key': idempotencyKey }),
    },
    body,
    answer,
    repeatable: method !== 'POST' || (accessToken !== null && takesKey),
    signal,
    timeoutMs: timeoutMs ?? (isStreamed ? UPLOAD_TIMEOUT_MS : undefined),
  });
}

function bodyOf(
  kind: BodyKind | undefined,
  { body = {}, files = {}, upload }: Parts,
): { body?: Exchange['body']; contentType?: string } {
  switch (kind) {
    case undefined:
      return {};
    case 'json':
      return { body: JSON.stringify(body), contentType: 'application/json' };
    case 'form':
      return { body: new URLSearchParams(textsOf(body)), contentType: 'application/x-www-form-urlencoded' };
    case 'upload':
      return { body: upload, contentType: upload?.type || 'application/octet-stream' };
    // Its type has the boundary in it, which only `fetch` knows.
    case 'multipart':
      return { body: formDataOf(body, files) };
  }
}

/** Fields come first, so that the server knows them when the files begin. */
function formDataOf(body: Record<string, unknown>, files: NonNullable<Parts['files']>): FormData {
  const form = new FormData();
  for (const [name, value] of textsOf(body)) form.append(name, value);
  for (const [name, file] of Object.entries(files)) if (file) form.append(name, file);
  return form;
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
  const texts = textsOf(query);
  return texts.length === 0 ? '' : `?${new URLSearchParams(texts)}`;
}

function textsOf(values: Record<string, unknown>): [name: string, value: string][] {
  return Object.entries(values)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => [name, String(value)]);
}

/** `crypto.randomUUID` is missing on pages without https. */
function randomKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('');
}
