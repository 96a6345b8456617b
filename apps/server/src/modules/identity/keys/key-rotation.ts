import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Jobs } from '../../../platform/jobs/jobs.js';
import { SigningKeys } from './signing-keys.js';

declare module '../../../platform/jobs/job-payloads.js' {
  interface JobPayloads {
    'identity.rotateKeys': Record<string, never>;
  }
}

/** Looks every day whether the keys that sign tokens have grown old: one that leaks unnoticed is of no use for long. */
@Injectable()
export class KeyRotation implements OnModuleInit {
  constructor(
    private readonly jobs: Jobs,
    private readonly keys: SigningKeys,
  ) {}

  onModuleInit(): void {
    this.jobs.work('identity.rotateKeys', { concurrency: 1 }, () => this.keys.rotateWhenDue());
    this.jobs.schedule('identity.rotateKeys', '50 3 * * *');
  }
}
