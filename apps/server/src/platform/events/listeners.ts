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
  private readonly runners: ListenerRunner[] = [];

  constructor(
    private readonly database: Database,
    private readonly log: EventLog,
    private readonly waker: EventWaker,
    private readonly clock: Clock,
    private readonly logger: Logger,
    private readonly settings: Settings,
  ) {}

  /** Called while the application is put together; `consumer` names the cursor and never changes. */
  register(consumer: string, handlers: Handlers): void {
    this.runners.push(
      new ListenerRunner(consumer, handlers, this.database, this.log, this.waker, this.clock, this.logger),
    );
  }

  onApplicationBootstrap(): void {
    if (this.settings.role !== 'all' && this.settings.role !== 'worker') return;
    for (const runner of this.runners) runner.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all(this.runners.map((runner) => runner.stop()));
  }
}
