import type { CommandFrame, closeCodes, ServerFrame } from '@plaza/contract';
import type { Session } from '../session/session.js';
import { backoff } from '../timing.js';
import { Line } from './line.js';
import { followSurroundings } from './surroundings.js';

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
/** A handshake that is refused tells a page nothing; now and then it is the token. */
const REFUSALS_PER_RENEWAL = 3;

/** Keeps one line open, with a fresh token and jittered waits, until it is closed or the session ends. */
export class Connection {
  private readonly leave: (() => void)[];
  private line: Line | null = null;
  private current: RealtimeStatus = 'connecting';
  private isOpening = false;
  private onlineSince = 0;
  private failures = 0;
  /** Lines in a row that ended before they were ready. */
  private refusals = 0;
  private mustRenew = false;
  private lastToken: string | null = null;
  private retry: ReturnType<typeof setTimeout> | undefined;
  private readyLimit: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly options: Options,
    private readonly hooks: Hooks,
  ) {
    this.leave = [
      options.session.onEnd(() => this.close()),
      followSurroundings({ back: () => this.lookAgain(), away: () => this.line?.drop() }),
    ];
    void this.open();
  }

  get status(): RealtimeStatus {
    return this.current;
  }

  send(frame: CommandFrame): void {
    this.line?.send(frame);
  }

  /** The server said that all is set. */
  ready(): void {
    clearTimeout(this.readyLimit);
    this.onlineSince = Date.now();
    this.refusals = 0;
    this.turn('online');
  }

  close(): void {
    if (this.current === 'ended') return;
    this.turn('ended');
    for (const leave of this.leave) leave();
    clearTimeout(this.retry);
    this.line?.drop();
  }

  private async open(): Promise<void> {
    if (this.isOpening || this.line || this.current === 'ended') return;
    this.isOpening = true;
    clearTimeout(this.retry);
    try {
      const token = await this.takeToken();
      if (token === null) this.close();
      else if (this.status !== 'ended') this.openLine(token);
    } catch {
      // The refresh did not get through; it is tried again with the connection.
      this.comeBack();
    } finally {
      this.isOpening = false;
    }
  }

  private openLine(token: string): void {
    const { address, silenceMs } = this.options;
    this.lastToken = token;
    this.readyLimit = setTimeout(() => this.line?.drop(), READY_WITHIN_MS);
    this.line = new Line(address(token), silenceMs, {
      frame: (frame) => this.hooks.frame(frame),
      over: (code) => this.lost(code),
    });
  }

  private takeToken(): Promise<string | null> {
    const { session } = this.options;
    return this.mustRenew ? session.renew(this.lastToken) : session.accessToken();
  }

  private lost(code: number): void {
    clearTimeout(this.readyLimit);
    this.line = null;
    if (this.current !== 'online') this.refusals++;
    else if (Date.now() - this.onlineSince > STEADY_MS) this.failures = 0;
    const isSuspicious = this.refusals > 0 && this.refusals % REFUSALS_PER_RENEWAL === 0;
    this.mustRenew = code === UNAUTHENTICATED || isSuspicious;
    this.hooks.lost();
    this.comeBack(code);
  }

  private comeBack(code?: number): void {
    if (this.current === 'ended') return;
    this.turn('offline');
    this.failures++;
    const least = code === RATE_LIMITED ? BUSY_WAIT_MS : 0;
    const wait = least + backoff(this.failures, FIRST_WAIT_MS, LONGEST_WAIT_MS);
    this.retry = setTimeout(() => void this.open(), wait);
  }

  /** After sleep or in a tab that was hidden timers are late, and a line may be dead without a word. */
  private lookAgain(): void {
    if (this.line && this.line.silentForMs > RECENT_MS) this.line.drop();
    void this.open();
  }

  private turn(status: RealtimeStatus): void {
    if (this.current === status || this.current === 'ended') return;
    this.current = status;
    this.hooks.status(status);
  }
}
