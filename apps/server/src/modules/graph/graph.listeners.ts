import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { UserId } from '@plaza/contract';
import { Listeners } from '../../platform/events/listeners.js';
import { Jobs } from '../../platform/jobs/jobs.js';
import { UserDirectory } from '../identity/index.js';
import { FollowsService } from './follows/follows.service.js';

declare module '../../platform/jobs/job-payloads.js' {
  interface JobPayloads {
    'follows.acceptAll': { userId: UserId };
  }
}

/** What follows in the graph when accounts change. */
@Injectable()
export class GraphListeners implements OnModuleInit {
  constructor(
    private readonly listeners: Listeners,
    private readonly jobs: Jobs,
    private readonly users: UserDirectory,
    private readonly follows: FollowsService,
  ) {}

  onModuleInit(): void {
    this.jobs.work('follows.acceptAll', {}, ({ userId }, { signal }) =>
      this.follows.acceptAll(userId, signal),
    );
    this.listeners.register('graph', {
      'user.updated': async (tx, { subject: { userId }, position }) => {
        const user = await this.users.find(userId);
        if (user && !user.isPrivate && (await this.follows.isAskedFor(userId))) {
          await this.jobs.enqueue(tx, 'follows.acceptAll', { userId }, { key: position.id });
        }
      },
    });
  }
}
