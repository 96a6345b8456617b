import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Database } from '../database/database.js';
import { Metrics } from '../metrics/metrics.js';
import { type JobDepth, readJobDepths } from './job-depths.js';

/** Shows how much work waits in each queue, how long, and what was given up. */
@Injectable()
export class JobMetrics implements OnModuleInit {
  constructor(
    private readonly metrics: Metrics,
    private readonly database: Database,
  ) {}

  onModuleInit(): void {
    this.show('plaza_jobs_waiting', 'Jobs that are due and not begun', (depth) => depth.waiting);
    this.show('plaza_jobs_delayed', 'Jobs that are not due yet', (depth) => depth.delayed);
    this.show(
      'plaza_jobs_oldest_seconds',
      'How long the oldest job that is due has waited',
      (depth) => depth.oldestSeconds,
    );
    this.show('plaza_jobs_dead', 'Jobs that failed at every attempt', (depth) => depth.dead);
  }

  private show(name: string, help: string, figure: (depth: JobDepth) => number): void {
    this.metrics.gauges(name, help, 'job', async () => {
      const depths = await readJobDepths(this.database);
      return new Map(depths.map((depth) => [depth.name, figure(depth)]));
    });
  }
}
