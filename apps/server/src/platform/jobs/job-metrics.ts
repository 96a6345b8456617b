import { Injectable, type OnModuleInit } from '@nestjs/common';
import { sql } from 'kysely';
import { Database } from '../database/database.js';
import { Metrics } from '../metrics/metrics.js';
import { DEAD_LETTERS } from './boss.js';

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

export interface JobDepth {
  name: string;
  /** Due and not begun. */
  waiting: number;
  /** Not due yet: delayed, or between two attempts. */
  delayed: number;
  /** How long the one that is due longest has been waiting. */
  oldestSeconds: number;
  /** Failed at every attempt. */
  dead: number;
}

/** How much work lies in each queue. Reads only what has not begun. */
export async function readJobDepths(database: Database): Promise<JobDepth[]> {
  const { rows } = await sql<JobDepth>`
    with pending as (
      select
        name,
        source_name,
        start_after <= now() as is_due,
        extract(epoch from now() - start_after)::float8 as seconds
      from pgboss.job
      where state < 'active' and not blocked
    ),
    living as (
      select
        name,
        count(*) filter (where is_due)::int as waiting,
        count(*) filter (where not is_due)::int as delayed,
        max(seconds) filter (where is_due) as oldest
      from pending
      group by name
    ),
    buried as (
      select source_name as name, count(*)::int as dead
      from pending
      where name = ${DEAD_LETTERS}
      group by source_name
    )
    select
      queue.name,
      coalesce(living.waiting, 0) as waiting,
      coalesce(living.delayed, 0) as delayed,
      coalesce(living.oldest, 0) as "oldestSeconds",
      coalesce(buried.dead, 0) as dead
    from pgboss.queue
    left join living on living.name = queue.name
    left join buried on buried.name = queue.name
    where queue.name <> ${DEAD_LETTERS} and queue.name not like '\\_\\_pgboss%'
    order by queue.name
  `.execute(database.read);
  return rows;
}
