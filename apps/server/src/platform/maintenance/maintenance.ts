import { Injectable, type OnApplicationBootstrap, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../clock/clock.js';
import { Database } from '../database/database.js';
import { expireIdempotencyKeys } from '../http/idempotency.js';
import { Jobs } from '../jobs/jobs.js';
import { Logger } from '../logging/logger.js';
import { dropOldEvents, makeEventPartitions } from './event-partitions.js';

declare module '../jobs/job-payloads.js' {
  interface JobPayloads {
    'events.partitions': Record<string, never>;
    'idempotency.expiry': Record<string, never>;
  }
}

const options = { concurrency: 1, timeLimitSeconds: 600 };

/** What the platform's own tables need from time to time. */
@Injectable()
export class Maintenance implements OnModuleInit, OnApplicationBootstrap {
  constructor(
    private readonly jobs: Jobs,
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  onModuleInit(): void {
    this.jobs.work('events.partitions', options, async (_payload, { signal }) => {
      await makeEventPartitions(this.database, this.clock.now());
      await dropOldEvents(this.database, this.clock.now(), signal);
    });
    this.jobs.schedule('events.partitions', '10 3 * * *');
    this.jobs.work('idempotency.expiry', options, (_payload, { signal }) =>
      expireIdempotencyKeys(this.database, this.clock.now(), signal),
    );
    this.jobs.schedule('idempotency.expiry', '20 * * * *');
  }

  async onApplicationBootstrap(): Promise<void> {
    try {
      await makeEventPartitions(this.database, this.clock.now());
    } catch (error) {
      this.logger.error(
        { err: error },
        'a day has no partition in the event log yet; the default one serves',
      );
    }
  }
}
