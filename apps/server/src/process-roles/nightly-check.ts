import { Injectable, type OnModuleInit } from '@nestjs/common';
import { findViolations } from '../cli/invariants.js';
import { Database } from '../platform/database/database.js';
import { Jobs } from '../platform/jobs/jobs.js';
import { Logger } from '../platform/logging/logger.js';

const AT_NIGHT = '40 3 * * *';
const MOST_LOGGED = 20;

declare module '../platform/jobs/job-payloads.js' {
  interface JobPayloads {
    'invariants.check': Record<string, never>;
  }
}

/** Checks the whole database against its invariants every night, and logs where they are broken. */
@Injectable()
export class NightlyCheck implements OnModuleInit {
  constructor(
    private readonly jobs: Jobs,
    private readonly database: Database,
    private readonly log: Logger,
  ) {}

  onModuleInit(): void {
    const options = { concurrency: 1, retries: 1, timeLimitSeconds: 3_600 };
    this.jobs.work('invariants.check', options, () => this.check());
    this.jobs.schedule('invariants.check', AT_NIGHT);
  }

  private async check(): Promise<void> {
    const violations = await findViolations(this.database.connections, MOST_LOGGED);
    for (const { rule, row } of violations) this.log.error({ rule, row }, 'an invariant is broken');
  }
}
