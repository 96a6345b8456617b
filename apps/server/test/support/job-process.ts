import { sql } from 'kysely';
import { Jobs } from '../../src/platform/jobs/jobs.js';
import { Metrics } from '../../src/platform/metrics/metrics.js';
import { Lifetime } from '../../src/platform/process/lifetime.js';
import type { Role } from '../../src/platform/settings/settings.js';
import { openTestPlatform, type TestPlatform } from './test-platform.js';

declare module '../../src/platform/jobs/job-payloads.js' {
  interface JobPayloads {
    'test.task': { name: string };
    'test.tick': Record<string, never>;
  }
}

interface JobProcess {
  jobs: Jobs;
  metrics: Metrics;
  lifetime: Lifetime;
  /** Has somebody greeted, by a job of the one kind there is. */
  runTask(name: string, options?: Parameters<Jobs['enqueue']>[3]): Promise<void>;
}

/** A database on which a test starts processes that work jobs. */
export class JobTestApp {
  private readonly running: Jobs[] = [];

  private constructor(readonly context: TestPlatform) {}

  static async open(): Promise<JobTestApp> {
    return new JobTestApp(await openTestPlatform());
  }

  async start(register: (jobs: Jobs) => void, role: Role = 'all'): Promise<JobProcess> {
    const { database, ids, clock, logger, settings } = this.context;
    const lifetime = new Lifetime();
    const metrics = new Metrics();
    const jobs = new Jobs(database, { ...settings, role }, ids, clock, logger, lifetime, metrics);
    register(jobs);
    await jobs.onApplicationBootstrap();
    this.running.push(jobs);
    const runTask: JobProcess['runTask'] = (name, options) =>
      database.transaction((tx) => jobs.enqueue(tx, 'test.task', { name }, options));
    return { jobs, metrics, lifetime, runTask };
  }

  /** Stops all of them and forgets all jobs. */
  async clear(): Promise<void> {
    for (const jobs of this.running.splice(0)) await jobs.beforeApplicationShutdown();
    await this.context.database.transaction((tx) => sql`truncate pgboss.job`.execute(tx));
  }
}

/** Greets into a list. */
export function greeter(): { greeted: string[]; register(jobs: Jobs): void } {
  const greeted: string[] = [];
  const register = (jobs: Jobs) =>
    jobs.work('test.task', {}, async ({ name }) => {
      greeted.push(name);
    });
  return { greeted, register };
}
