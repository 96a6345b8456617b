import type { AnswerKind, Problem, ProblemCode } from '@plaza/contract';
import { OfflineError, PlazaError } from '../errors.js';
import { backoff, pause } from '../timing.js';

const DEFAULT_TIMEOUT_MS = 10_000;
const DEFAULT_ATTEMPTS = 3;
const FIRST_WAIT_MS = 300;
const LONGEST_WAIT_MS = 5_000;

export interface Exchange {
  method: string;
  url: string;
  headers: Record<string, string>;
  body?: string | URLSearchParams | FormData | Blob | undefined;
  /** JSON unless told. */
  answer?: AnswerKind;
  /** Whether the server may safely get it twice; else it is sent again only when the server refused it unread. */
  repeatable: boolean;
  signal?: AbortSignal | undefined;
  /** For one attempt; where the answer is no JSON, until it begins. */
  timeoutMs?: number | undefined;
  attempts?: number;
}

/**
 * Sends one request, again with jittered waits where that is safe. Gives the answer's JSON (undefined when there is none), where
 * a redirect leads, or for all other answers the response, whose body nobody has read yet.
 * Errors: `PlazaError` as the server refused, `OfflineError` without an answer, the signal's reason when aborted.
 */
export async function exchange(request: Exchange): Promise<unknown> {
  let mayBeDone = false;
  for (let attempt = 1; ; attempt++) {
    try {
      return await send(request);
    } catch (error) {
      if (request.signal?.aborted) throw error;
      // The first DELETE went through, its answer was lost: what should be gone is gone.
      if (mayBeDone && request.method === 'DELETE' && isRefusal(error, 404)) return undefined;
      const isLast = attempt >= (request.attempts ?? DEFAULT_ATTEMPTS);
      const wait = isLast ? null : waitBefore(attempt, error, request.repeatable);
      if (wait === null) throw error;
      mayBeDone ||= !isUnread(error);
      await pause(wait, request.signal);
    }
  }
}

async function send(request: Exchange): Promise<unknown> {
  const { answer = 'json', signal } = request;
  const attempt = new AbortController();
  const abort = () => attempt.abort(signal?.reason);
  const timer = setTimeout(() => attempt.abort(), request.timeoutMs ?? DEFAULT_TIMEOUT_MS);
  signal?.addEventListener('abort', abort, { once: true });
  if (signal?.aborted) abort();
  let isHandedOn = false;
  try {
    const response = await fetch(request.url, {
      method: request.method,
      headers: request.headers,
      body: request.body ?? null,
      ...(answer === 'redirect' && { redirect: 'manual' }),
      signal: attempt.signal,
    });
    const isRefused = response.status >= 400;
    if (answer === 'redirect' && !isRefused) return targetOf(response);
    if (answer !== 'json' && !isRefused) {
      isHandedOn = true;
      return response;
    }
    const text = await response.text();
    if (!response.ok) throw new PlazaError(readProblem(response, text));
    return text === '' ? undefined : readAnswer(text);
  } catch (error) {
    if (signal?.aborted) throw signal.reason;
    if (error instanceof PlazaError || error instanceof OfflineError) throw error;
    throw new OfflineError(
      attempt.signal.aborted ? 'The server took too long' : 'The server was not reached',
      { cause: error },
    );
  } finally {
    clearTimeout(timer);
    // Whoever aborts a call ends the reading of its body, too.
    if (!isHandedOn) signal?.removeEventListener('abort', abort);
  }
}

function targetOf(response: Response): string {
  const location = response.headers.get('Location');
  if (location === null) {
    throw new OfflineError('A page cannot read where a redirect leads; let the browser open the address');
  }
  return new URL(location, response.url).href;
}

function readAnswer(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new OfflineError('Something else answered in place of the server', { cause });
  }
}

/** Proxies in between refuse without problem details; their status has to speak then. */
function readProblem(response: Response, text: string): Problem {
  const retryAfter = Number(response.headers.get('Retry-After') ?? Number.NaN);
  const stated = response.headers.get('Content-Type')?.includes('json') ? readAnswer(text) : null;
  const problem: Problem = isProblem(stated)
    ? stated
    : {
        type: 'about:blank',
        title: response.statusText || `Status ${response.status}`,
        status: response.status,
        code: codeOf(response.status),
      };
  return Number.isFinite(retryAfter) ? { retryAfterSeconds: retryAfter, ...problem } : problem;
}

function codeOf(status: number): ProblemCode {
  if (status === 413) return 'payload_too_large';
  if (status === 429) return 'rate_limited';
  return status >= 502 ? 'unavailable' : 'internal';
}

function isProblem(value: unknown): value is Problem {
  return typeof value === 'object' && value !== null && 'code' in value && 'status' in value;
}

/** Null where it must not or need not be sent again. */
function waitBefore(attempt: number, error: unknown, repeatable: boolean): number | null {
  const wait = backoff(attempt, FIRST_WAIT_MS, LONGEST_WAIT_MS);
  if (error instanceof OfflineError) return repeatable ? wait : null;
  if (!(error instanceof PlazaError)) return null;
  const isBetween = error.status === 502 || error.status === 504;
  if (!isUnread(error) && !(isBetween && repeatable)) return null;
  const asked = (error.retryAfterSeconds ?? 0) * 1000;
  return asked > LONGEST_WAIT_MS ? null : asked + wait;
}

/** Refused before anything was done about it. */
function isUnread(error: unknown): boolean {
  return error instanceof PlazaError && (error.code === 'rate_limited' || error.status === 503);
}

function isRefusal(error: unknown, status: number): boolean {
  return error instanceof PlazaError && error.status === status;
}
