import type { CommandFrame, closeCodes, ServerFrame } from '@plaza/contract';
import type { Session } from '../session/session.js';
import { backoff } from '../timing.js';
import { Transport } from './transport.js';

/** `connecting` is the first try; `offline` heals by itself; `ended` does not. */
export type RealtimeStatus = 'connecting' | 'online' | 'offline' | 'ended';

interface Options {
  session: Session;
  silenceMs: number;
  address(token: string): string;
}

interface Hooks {
  frame(frame: ServerFrame): void;
  lost(): void;
  status(status: RealtimeStatus): void;
}

const RECENT_MS = 30_000;
const READY_WITHIN_MS = 15_000;
const STEADY_MS = 10_000;
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 30_000;
const BUSY_WAIT_MS = 10_000;
const UNAUTHENTICATED: typeof closeCodes.unauthenticated = 4401;
const RATE_LIMITED: typeof closeCodes.rateLimited = 4429;
/** A page does not learn why a handshake is refused; now and then it is the token. */
const REFUSALS_PER_RENEWAL = 3;

/** Keeps one transport open, with a fresh token and jittered waits, until it is closed or the session ends. */
export class Connection {
  private readonly unfollow: (() => void)[];
  private transport: Transport | null = null;
  private current: RealtimeStatus = 'connecting';
  private isConnecting = false;
  private onlineSince = 0;
  private failures = 0;
  /** Transports in a row that closed before they were ready. */
  private refusals = 0;
  private mustRenew = false;
  private lastToken: string | null = null;
  private retry: ReturnType<typeof setTimeout> | undefined;
  private readyLimit: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly options: Options,
    private readonly hooks: Hooks,
  ) {
    this.unfollow = [
      options.session.onEnd(() => this.close()),
      followNetwork({ back: () => this.reconnect(), away: () => this.transport?.drop() }),
    ];
    void this.connect();
  }

  get status(): RealtimeStatus {
    return this.current;
  }

  send(frame: CommandFrame): void {
    this.transport?.send(frame);
  }

  /** The server sent `ready`. */
  ready(): void {
    clearTimeout(this.readyLimit);
    this.onlineSince = Date.now();
    this.refusals = 0;
    this.changeStatus('online');
  }

  close(): void {
    if (this.current === 'ended') return;
    this.changeStatus('ended');
    for (const unfollow of this.unfollow) unfollow();
    clearTimeout(this.retry);
    this.transport?.drop();
  }

  private async connect(): Promise<void> {
    if (this.isConnecting || this.transport || this.current === 'ended') return;
    this.isConnecting = true;
    clearTimeout(this.retry);
    try {
      const token = await this.takeToken();
      if (token === null) this.close();
      else if (this.status !== 'ended') this.openTransport(token);
    } catch {
      // The refresh did not get through; it is tried again with the connection.
      this.retryLater();
    } finally {
      this.isConnecting = false;
    }
  }

  private openTransport(token: string): void {
    const { address, silenceMs } = this.options;
    this.lastToken = token;
    this.readyLimit = setTimeout(() => this.transport?.drop(), READY_WITHIN_MS);
    this.transport = new Transport(address(token), silenceMs, {
      frame: (frame) => this.hooks.frame(frame),
      closed: (code) => this.lost(code),
    });
  }

  private takeToken(): Promise<string | null> {
    const { session } = this.options;
    return this.mustRenew ? session.renew(this.lastToken) : session.accessToken();
  }

  private lost(code: number): void {
    clearTimeout(this.readyLimit);
    this.transport = null;
    if (this.current !== 'online') this.refusals++;
    else if (Date.now() - this.onlineSince > STEADY_MS) this.failures = 0;
    const isSuspicious = this.refusals > 0 && this.refusals % REFUSALS_PER_RENEWAL === 0;
    this.mustRenew = code === UNAUTHENTICATED || isSuspicious;
    this.hooks.lost();
    this.retryLater(code);
  }

  private retryLater(code?: number): void {
    if (this.current === 'ended') return;
    this.changeStatus('offline');
    this.failures++;
    const least = code === RATE_LIMITED ? BUSY_WAIT_MS : 0;
    const wait = least + backoff(this.failures, FIRST_WAIT_MS, LONGEST_WAIT_MS);
    this.retry = setTimeout(() => void this.connect(), wait);
  }

  /** After sleep or in a tab that was hidden timers are late, and a transport may be dead without notice. */
  private reconnect(): void {
    if (this.transport && this.transport.silentForMs > RECENT_MS) this.transport.drop();
    void this.connect();
  }

  private changeStatus(status: RealtimeStatus): void {
    if (this.current === status || this.current === 'ended') return;
    this.current = status;
    this.hooks.status(status);
  }
}

/**
 * Calls `back` when the network is back, or the person is, so that a try is worth it now; `away` when the device says that it
 * has no network. Gives the function that stops it; does nothing outside a browser.
 */
function followNetwork({ back, away }: { back: () => void; away: () => void }): () => void {
  if (typeof window === 'undefined' || typeof document === 'undefined') return () => undefined;
  const following = new AbortController();
  const { signal } = following;
  const whenVisible = () => {
    if (document.visibilityState === 'visible') back();
  };
  window.addEventListener('online', back, { signal });
  window.addEventListener('offline', away, { signal });
  document.addEventListener('visibilitychange', whenVisible, { signal });
  return () => following.abort();
}
