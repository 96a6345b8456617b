import type { SignedIn } from '@plaza/contract';
import { OfflineError, PlazaError } from '../errors.js';
import { exchange } from '../http/exchange.js';
import { Listeners } from '../listeners.js';
import { type AccessToken, type EndReason, type TabMessage, Tabs } from './tabs.js';

export type Tokens = Pick<SignedIn, 'accessToken' | 'refreshToken' | 'expiresIn'>;
export interface SessionOptions {
  /** Origin of the server. */
  baseUrl: string;
  /** `cookie` keeps the refresh token out of reach of scripts, for pages of the server's own origin. */
  refreshTokenIn?: 'body' | 'cookie';
  /** Goes on with an earlier session (`body` alone). */
  refreshToken?: string;
  /** Called with each new refresh token, which replaces the one before (`body` alone). */
  onRefreshToken?: (refreshToken: string) => void;
  onSignedOut?: (reason: EndReason) => void;
  /** Another tab signed in, perhaps as somebody else: what this one shows may be another person's. */
  onSwitched?: () => void;
}

const RENEW_TIMEOUT_MS = 8_000;
const RENEW_ATTEMPTS = 2;
const LONGEST_MARGIN_MS = 30_000;
const MARGIN_SHARE = 0.1;

/** One signed-in session: keeps the access token in memory and renews it once for all who ask. */
export class Session {
  readonly refreshTokenIn: 'body' | 'cookie';
  private readonly ended = new Listeners<[EndReason]>();
  private readonly tabs: Tabs | null;
  private token: AccessToken | null = null;
  private refreshToken: string | null;
  private renewing: Promise<string | null> | null = null;
  private isOver = false;
  private isLeaving = false;
  /** Grows with each start and end, so that a late renewal cannot revive what is over. */
  private life = 0;

  constructor(private readonly options: SessionOptions) {
    this.refreshTokenIn = options.refreshTokenIn ?? 'body';
    this.refreshToken = options.refreshToken ?? null;
    this.tabs =
      this.refreshTokenIn === 'cookie' ? new Tabs(options.baseUrl, (message) => this.receive(message)) : null;
    if (options.onSignedOut) this.ended.add(options.onSignedOut);
  }

  /** True as long as nothing says otherwise; after a reload `resume` finds out. */
  get isSignedIn(): boolean {
    return this.token !== null || this.mayRenew;
  }

  /** Begins with what register or login answered; the client does it by itself. */
  start(tokens: Tokens): void {
    this.life++;
    this.renewing = null;
    this.keep(tokens);
    this.tabs?.send({ kind: 'started' });
  }

  /** Asks the server whether there is a session to go on with. Errors: `OfflineError`. */
  async resume(): Promise<boolean> {
    return (this.token ?? (await this.renew(null))) !== null;
  }

  /** A token that is valid for a while yet, or null for strangers. Errors: `OfflineError`, `PlazaError` of the refresh. */
  async accessToken(): Promise<string | null> {
    if (!this.token) return this.mayRenew ? this.renew(null) : null;
    const { value, renewAt, expiresAt } = this.token;
    if (Date.now() < renewAt) return value;
    try {
      return await this.renew(value);
    } catch (error) {
      if (Date.now() < expiresAt && error instanceof OfflineError) return value;
      throw error;
    }
  }

  /** Another token than `stale`; null when the session is over. Errors: `OfflineError`, `PlazaError` of the refresh. */
  async renew(stale: string | null): Promise<string | null> {
    if (this.token && this.token.value !== stale) return this.token.value;
    if (!this.renewing) {
      const renewal = this.exclusively(stale).finally(() => {
        if (this.renewing === renewal) this.renewing = null;
      });
      this.renewing = renewal;
    }
    return this.renewing;
  }

  /** Forgets the tokens. */
  end(reason: EndReason): void {
    const actual = this.isLeaving ? 'left' : reason;
    this.forget(actual);
    this.tabs?.send({ kind: 'ended', reason: actual });
  }

  /**
   * Ends the session once `farewell` has signed out at the server; the client does it by itself with `auth.logout`. The server may say
   * that the session is over before it answers: whoever leaves does not see that the server ended it.
   */
  async leave(farewell: () => Promise<unknown>): Promise<void> {
    this.isLeaving = true;
    try {
      await farewell();
      this.end('left');
    } finally {
      this.isLeaving = false;
    }
  }

  /** Gives the function that takes the listener away again. */
  onEnd(listener: (reason: EndReason) => void): () => void {
    return this.ended.add(listener);
  }

  /** Lets go of the other tabs; the tokens stay. */
  close(): void {
    this.tabs?.close();
  }

  private get mayRenew(): boolean {
    if (this.isOver) return false;
    return this.tabs ? (this.tabs.remembered ?? true) : this.refreshToken !== null;
  }

  private exclusively(stale: string | null): Promise<string | null> {
    if (!this.tabs) return this.refresh();
    return this.tabs.exclusively(async () => {
      if (this.token && this.token.value !== stale) return this.token.value;
      return this.refresh();
    });
  }

  private async refresh(): Promise<string | null> {
    const { life } = this;
    try {
      const tokens = await exchange({
        method: 'POST',
        url: `${this.options.baseUrl}/api/v1/auth/refresh`,
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify(this.refreshToken === null ? {} : { refreshToken: this.refreshToken }),
        // A lost answer is asked for again at once: for some seconds the server gives the same pair.
        repeatable: true,
        timeoutMs: RENEW_TIMEOUT_MS,
        attempts: RENEW_ATTEMPTS,
      });
      if (life === this.life) this.renewed(tokens as Tokens);
    } catch (error) {
      const isOver = error instanceof PlazaError && (error.status === 401 || error.status === 422);
      if (!isOver) throw error;
      if (life === this.life) this.end('ended');
    }
    return this.token?.value ?? null;
  }

  private renewed(tokens: Tokens): void {
    const token = this.keep(tokens);
    this.tabs?.send({ kind: 'renewed', token });
  }

  private keep({ accessToken, refreshToken, expiresIn }: Tokens): AccessToken {
    const now = Date.now();
    const lifetime = expiresIn * 1000;
    const renewAt = now + lifetime - Math.min(LONGEST_MARGIN_MS, lifetime * MARGIN_SHARE);
    this.token = { value: accessToken, expiresAt: now + lifetime, renewAt };
    this.isOver = false;
    this.tabs?.remember(true);
    if (refreshToken !== null) {
      this.refreshToken = refreshToken;
      this.options.onRefreshToken?.(refreshToken);
    }
    return this.token;
  }

  private forget(reason: EndReason): void {
    const wasSignedIn = this.token !== null || this.refreshToken !== null || this.tabs?.remembered === true;
    this.life++;
    this.isOver = true;
    this.renewing = null;
    this.token = null;
    this.refreshToken = null;
    this.tabs?.remember(false);
    if (wasSignedIn) this.ended.notify(reason);
  }

  private receive(message: TabMessage): void {
    switch (message.kind) {
      case 'renewed':
        this.token = message.token;
        this.isOver = false;
        break;
      case 'ended':
        this.forget(message.reason);
        break;
      case 'started':
        this.life++;
        this.token = null;
        this.isOver = false;
        this.options.onSwitched?.();
    }
  }
}
