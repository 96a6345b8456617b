import type { FastifyReply, FastifyRequest } from 'fastify';
import { ProblemError } from '../problems/problem-error.js';
import type { Settings } from '../settings/settings.js';

const MAX_DEVICE_LENGTH = 256;

/** What the few handlers need that deal with sessions and cookies, and no other. */
export class HttpExchange {
  private over: AbortController | undefined;

  constructor(
    private readonly request: FastifyRequest,
    private readonly reply: FastifyReply,
    private readonly settings: Settings,
  ) {}

  /** Aborted once the exchange is over: the client has its answer, or is gone. */
  get signal(): AbortSignal {
    if (!this.over) {
      const over = new AbortController();
      const { raw } = this.reply;
      if (raw.closed) over.abort();
      else raw.once('close', () => over.abort());
      this.over = over;
    }
    return this.over.signal;
  }

  get ip(): string {
    return this.request.ip;
  }

  get device(): string {
    return (this.request.headers['user-agent'] ?? 'unknown').slice(0, MAX_DEVICE_LENGTH);
  }

  /** The refresh token of a web page. Errors: `origin_refused` unless the page is of this origin. */
  refreshCookie(): string | undefined {
    const cookie = this.request.cookies[this.cookieName];
    if (cookie !== undefined) this.assertOwnOrigin();
    return cookie;
  }

  /** Errors: `origin_refused` unless a page of this origin asks. */
  setRefreshCookie(token: string, expiresAt: Date): void {
    this.assertOwnOrigin();
    this.reply.setCookie(this.cookieName, token, { ...this.cookieOptions, expires: expiresAt });
  }

  clearRefreshCookie(): void {
    if (this.request.cookies[this.cookieName] !== undefined) {
      this.reply.clearCookie(this.cookieName, this.cookieOptions);
    }
  }

  /** Errors: `origin_refused` unless a page of this origin asks. */
  assertOwnOrigin(): void {
    if (!isOwnOrigin(this.request.headers.origin, this.request.headers.host, this.settings.publicUrl)) {
      throw new ProblemError('origin_refused');
    }
  }

  private get isSecure(): boolean {
    return this.settings.publicUrl.startsWith('https:');
  }

  /** Browsers accept `__Host-` cookies only from secure origins. */
  private get cookieName(): string {
    return this.isSecure ? '__Host-plaza-refresh' : 'plaza-refresh';
  }

  private get cookieOptions() {
    return { path: '/', httpOnly: true, sameSite: 'strict', secure: this.isSecure } as const;
  }
}

/** Whether a browser's `Origin` is this server: the configured one, or the very host that was asked. */
export function isOwnOrigin(
  origin: string | undefined,
  host: string | undefined,
  publicUrl: string,
): boolean {
  if (origin === undefined) return false;
  if (origin === publicUrl) return true;
  try {
    return new URL(origin).host === host;
  } catch {
    return false;
  }
}
