import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Clock } from '../clock/clock.js';
import { Database } from '../database/database.js';
import { Logger } from '../logging/logger.js';
import { Settings } from '../settings/settings.js';
import { EventLog } from './event-log.js';
import { EventWaker } from './event-waker.js';
import type { Handlers } from './handlers.js';
import { ListenerRunner } from './listener-runner.js';

/** Runs what modules do in answer to events, each with a cursor of its own that survives restarts. */
@Injectable()
export class Listeners implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly registered = new Map<string, () => Handlers>();
  private runners: ListenerRunner[] = [];

  constructor(
    private readonly database: Database,
    private readonly log: EventLog,
    private readonly waker: EventWaker,
    private readonly clock: Clock,
    private readonly logger: Logger,
    private readonly settings: Settings,
  ) {}

  /**
   * Called while the application is put together; `consumer` names the cursor and never changes. Handlers that follow from what
   * other modules declare are given as a function, which is called once all have done so.
   */
  register(consumer: string, handlers: Handlers | (() => Handlers)): void {
    this.registered.set(consumer, typeof handlers === 'function' ? handlers : () => handlers);
  }

  onApplicationBootstrap(): void {
    if (this.settings.role !== 'all' && this.settings.role !== 'worker') return;
    this.runners = [...this.registered].map(([consumer, handlers]) => this.runner(consumer, handlers()));
    for (const runner of this.runners) runner.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all(this.runners.map((runner) => runner.stop()));
  }

  private runner(consumer: string, handlers: Handlers): ListenerRunner {
    const { database, log, waker, clock, logger } = this;
    return new ListenerRunner(consumer, handlers, database, log, waker, clock, logger);
  }
}
