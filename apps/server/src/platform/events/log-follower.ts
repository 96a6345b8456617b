import type { Logger } from '../logging/logger.js';
import type { LoggedEvent, LogPosition } from './domain-events.js';
import type { EventLog } from './event-log.js';
import type { EventWaker } from './event-waker.js';

const BATCH = 500;
/** Looks by itself this often although nobody woke it. */
const IDLE_MS = 1_000;
/** While a running transaction holds committed events back: shortest and longest pause between looks. */
const UNSETTLED_MS = { shortest: 2, longest: 50 };
const UNSETTLED_GROWTH = 1.5;
const FAILURE_MS = 500;

/** What a follower does with the next events; a throw has the same ones delivered again. */
type Consume = (events: readonly LoggedEvent[]) => Promise<void>;

/** Follows the log from a position on, in memory: `consume` is called with one batch at a time. */
export class LogFollower {
  private position: LogPosition | undefined;
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;
  private wokenWhileRunning = false;
  private unsettledPause = UNSETTLED_MS.shortest;
  private restsUntil = 0;
  private stopWaking: (() => void) | undefined;

  /** With `restMs` it looks no more often than that: many commits are then read in one go. */
  constructor(
    private readonly log: EventLog,
    private readonly waker: EventWaker,
    private readonly logger: Logger,
    private readonly consume: Consume,
    private readonly restMs = 0,
  ) {}

  /** Delivers everything behind `from`, then whatever comes. */
  start(from: LogPosition): void {
    this.position = from;
    this.stopWaking = this.waker.onWake(() => this.look());
    this.look();
  }

  /** The position up to which everything was consumed. */
  get reached(): LogPosition {
    if (!this.position) throw new Error('A follower has no position before it starts');
    return this.position;
  }

  /** Waits for the batch at hand. */
  async stop(): Promise<void> {
    this.stopWaking?.();
    this.stopWaking = undefined;
    clearTimeout(this.timer);
    await this.running;
  }

  private look(): void {
    if (this.running) {
      this.wokenWhileRunning = true;
      return;
    }
    const rest = this.restsUntil - performance.now();
    if (rest > 0) {
      this.lookIn(rest);
      return;
    }
    clearTimeout(this.timer);
    this.running = this.readOn()
      .catch((error: unknown) => {
        this.logger.error({ err: error }, 'following the event log failed; trying again');
        return FAILURE_MS;
      })
      .then((pause) => {
        this.running = undefined;
        this.restsUntil = performance.now() + this.restMs;
        if (!this.stopWaking) return;
        this.lookIn(this.wokenWhileRunning ? this.restMs : pause);
      });
  }

  private lookIn(milliseconds: number): void {
    clearTimeout(this.timer);
    if (milliseconds === 0) this.look();
    else this.timer = setTimeout(() => this.look(), milliseconds);
  }

  /** Reads until there is no more; gives the pause until the next look. */
  private async readOn(): Promise<number> {
    while (this.stopWaking) {
      this.wokenWhileRunning = false;
      const { events, unsettled } = await this.log.after(this.reached, BATCH);
      const last = events.at(-1);
      if (last) {
        await this.consume(events);
        this.position = last.position;
        this.unsettledPause = UNSETTLED_MS.shortest;
      }
      if (events.length === BATCH) continue;
      if (!unsettled) return IDLE_MS;
      const pause = this.unsettledPause;
      this.unsettledPause = Math.min(pause * UNSETTLED_GROWTH, UNSETTLED_MS.longest);
      return pause;
    }
    return IDLE_MS;
  }
}
