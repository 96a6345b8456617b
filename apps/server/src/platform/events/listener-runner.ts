import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Clock } from '../clock/clock.js';
import type { Database, Tx } from '../database/database.js';
import { isUnavailable } from '../database/database-errors.js';
import type { Logger } from '../logging/logger.js';
import type { LoggedEvent, LogPosition } from './domain-events.js';
import type { EventLog } from './event-log.js';
import type { EventWaker } from './event-waker.js';
import type { Handlers } from './handlers.js';
import { LeaseLostError, ListenerLease } from './listener-lease.js';
import { LogFollower } from './log-follower.js';

const MAX_ATTEMPTS = 5;
const RENEW_MS = 3_000;
/** The cursor follows over events that concern nobody here at most this often. */
const NOTE_MS = 100;
/** What merely follows may come this much later, and many events are read in one go. */
const REST_MS = 15;
/** So many events share a transaction, which must stay short. */
const TOGETHER = 50;

/** Runs one listener as long as this process holds its lease, and waits for the lease while another does. */
export class ListenerRunner {
  private readonly lease: ListenerLease;
  private readonly stopping = new AbortController();
  private follower: LogFollower | undefined;
  private running: Promise<void> | undefined;
  /** Behind events that concern nobody here: the cursor still has to be moved there. */
  private passedOver: LogPosition | undefined;
  private noting: NodeJS.Timeout | undefined;

  constructor(
    private readonly consumer: string,
    private readonly handlers: Handlers,
    private readonly database: Database,
    private readonly log: EventLog,
    private readonly waker: EventWaker,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {
    this.lease = new ListenerLease(consumer, randomUUID(), database, clock);
  }

  start(): void {
    this.running = this.run();
  }

  /** Finishes the event at hand and gives the lease back. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  private async run(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      try {
        await this.keepLease();
      } catch (error) {
        this.logger.warn(
          { err: error, consumer: this.consumer },
          'a listener lost its lease or the database',
        );
        await this.stopFollowing();
      }
      await pause(RENEW_MS, undefined, { signal: this.stopping.signal }).catch(() => undefined);
    }
    await this.stopFollowing();
    await this.lease.release().catch((error: unknown) => {
      this.logger.warn(
        { err: error, consumer: this.consumer },
        'a lease could not be given back; it runs out',
      );
    });
  }

  private async keepLease(): Promise<void> {
    if (this.follower) return this.lease.renew();
    const position = await this.lease.take();
    if (position) this.follow(position);
  }

  private follow(from: LogPosition): void {
    const consume = (events: readonly LoggedEvent[]) => this.consume(events);
    this.follower = new LogFollower(this.log, this.waker, this.logger, consume, REST_MS);
    this.follower.start(from);
  }

  private async stopFollowing(): Promise<void> {
    const follower = this.follower;
    this.follower = undefined;
    await follower?.stop();
    clearTimeout(this.noting);
    await this.notePassedOver();
  }

  /** Where this fails they come again, and concern nobody again. */
  private async notePassedOver(): Promise<void> {
    const { passedOver } = this;
    this.noting = undefined;
    this.passedOver = undefined;
    if (!passedOver) return;
    await this.database
      .transaction((tx) => this.lease.moveTo(tx, passedOver))
      .catch((error: unknown) => {
        this.logger.debug({ err: error, consumer: this.consumer }, 'a listener could not move its cursor on');
      });
  }

  private async consume(events: readonly LoggedEvent[]): Promise<void> {
    const wanted = events.filter(({ name }) => this.handlers[name]);
    for (let start = 0; start < wanted.length; start += TOGETHER) {
      if (this.stopping.signal.aborted) throw new LeaseLostError(this.consumer);
      const some = wanted.slice(start, start + TOGETHER);
      if (some.length > 1 && (await this.handleTogether(some))) continue;
      for (const event of some) await this.handle(event);
    }
    const last = events.at(-1);
    this.passedOver = last === wanted.at(-1) ? undefined : last?.position;
    if (this.passedOver) this.noting ??= setTimeout(() => void this.notePassedOver(), NOTE_MS);
  }

  /** In one transaction, because most events need little. Gives false, and has done nothing, when one of them failed. */
  private async handleTogether(events: readonly LoggedEvent[]): Promise<boolean> {
    const [first, last] = [events.at(0), events.at(-1)];
    if (!first || !last) return true;
    try {
      return await this.database.transaction(async (tx) => {
        if (!(await this.lease.moveTo(tx, first.position))) return false;
        for (const event of events) await this.dispatch(tx, event);
        return this.lease.moveTo(tx, last.position);
      });
    } catch (error) {
      if (error instanceof LeaseLostError || isUnavailable(error)) throw error;
      return false;
    }
  }

  private async handle(event: LoggedEvent): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        await this.database.transaction(async (tx) => {
          if (await this.lease.moveTo(tx, event.position)) await this.dispatch(tx, event);
        });
        return;
      } catch (error) {
        if (error instanceof LeaseLostError || isUnavailable(error) || this.stopping.signal.aborted)
          throw error;
        this.logger.error(
          { err: error, consumer: this.consumer, event: event.name, eventId: event.position.id, attempt },
          'a listener failed on an event',
        );
        if (attempt === MAX_ATTEMPTS) return this.bury(event, error, attempt);
        await pause(50 * 2 ** attempt, undefined, { signal: this.stopping.signal });
      }
    }
  }

  private async dispatch(tx: Tx, event: LoggedEvent): Promise<void> {
    const handler = this.handlers[event.name] as ((tx: Tx, event: LoggedEvent) => Promise<void>) | undefined;
    await handler?.(tx, event);
  }

  /** One poisonous event must not stop all that follow; it stays visible until someone looks. */
  private async bury(event: LoggedEvent, error: unknown, attempts: number): Promise<void> {
    await this.database.transaction(async (tx) => {
      if (!(await this.lease.moveTo(tx, event.position))) return;
      await tx
        .insertInto('dead_events')
        .values({
          consumer: this.consumer,
          event_id: event.position.id,
          name: event.name,
          subject: JSON.stringify(event.subject),
          error: String(error),
          attempts,
          at: this.clock.now(),
        })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    });
  }
}
