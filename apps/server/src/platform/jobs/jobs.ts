import { createHash } from 'node:crypto';
import { type BeforeApplicationShutdown, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import type { PgBoss } from 'pg-boss';
import { Clock } from '../clock/clock.js';
import { Database, type Tx } from '../database/database.js';
import { isUnavailable } from '../database/database-errors.js';
import { Ids } from '../ids/ids.js';
import { Logger } from '../logging/logger.js';
import { Metrics } from '../metrics/metrics.js';
import { Lifetime, within } from '../process/lifetime.js';
import { Settings } from '../settings/settings.js';
import { createBoss, DEAD_LETTERS, inTransaction } from './boss.js';
import { DeadLetters } from './dead-letters.js';
import {
  type JobHandler,
  type JobName,
  type JobOptions,
  type JobPayloads,
  type ScheduledJobName,
} from './job-payloads.js';
import { type JobAttempts, JobRunner } from './job-runner.js';

const DAY_SECONDS = 86_400;
/** How long a finished job is stored; its key is taken as long. */
const KEPT_SECONDS = { keyed: DAY_SECONDS, others: 3_600 };
const DEAD_LETTERS_KEPT_SECONDS = 30 * DAY_SECONDS;
/** A stop lets handlers finish, then asks them to give up, then leaves them to be tried again. */
const STOP_MS = { askToGiveUp: 2_000, leave: 3_000 };
const STOP_REASON = new Error('The server is stopping.');

const usualOptions: JobOptions = {
  concurrency: 2,
  retries: 8,
  backoff: { firstSeconds: 5, longestSeconds: 3_600 },
  timeLimitSeconds: 60,
};

/** A runner whatever its jobs are given. */
type AnyRunner = Pick<JobRunner, 'prepare' | 'start' | 'stop' | 'wake'>;

/** Work that is done later, outside the request, at least once; all that is known of it lies in the database. */
@Injectable()
export class Jobs implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly deadLetters: DeadLetters;
  private readonly works: boolean;
  private readonly boss: PgBoss;
  private readonly runners = new Map<JobName, AnyRunner>();
  private readonly schedules = new Map<string, string>();
  private readonly attempts: JobAttempts;
  private readonly givingUp = new AbortController();
  private drained: Promise<void> | undefined;
  private hasLostDatabase = false;

  constructor(
    private readonly database: Database,
    settings: Settings,
    private readonly ids: Ids,
    private readonly clock: Clock,
    private readonly logger: Logger,
    private readonly lifetime: Lifetime,
    metrics: Metrics,
  ) {
    this.works = settings.role === 'all' || settings.role === 'worker';
    this.boss = createBoss(database, this.works);
    this.boss.on('error', (error) => this.logError(error));
    this.boss.on('warning', ({ message, data }) => this.logger.warn({ warning: data }, message));
    this.deadLetters = new DeadLetters(database, this.boss);
    this.attempts = metrics.counter('plaza_job_attempts_total', 'Attempts at jobs by how they ended', [
      'job',
      'outcome',
    ]);
  }

  /** Says who does the jobs of this name. Called while the application is put together, in every role. */
  work<Name extends JobName>(name: Name, options: Partial<JobOptions>, handler: JobHandler<Name>): void {
    if (this.runners.has(name)) throw new Error(`The job ${name} has two handlers`);
    const runner = new JobRunner(name, { ...usualOptions, ...options }, handler, {
      boss: this.boss,
      logger: this.logger,
      attempts: this.attempts,
      givingUp: this.givingUp.signal,
    });
    this.runners.set(name, runner);
  }

  /** Has a job done by the clock (five cron fields, UTC), once over all processes; a time missed is made up for once. */
  schedule(name: ScheduledJobName, cron: string): void {
    this.schedules.set(name, cron);
  }

  /**
   * Adds a job that exists when the transaction commits. `startAfter` delays it. With a `key`, a second job of the same
   * name and key is not added, not even for a day after the first was done.
   */
  async enqueue<Name extends JobName>(
    tx: Tx,
    name: Name,
    payload: JobPayloads[Name],
    { startAfter, key }: { startAfter?: Date; key?: string } = {},
  ): Promise<void> {
    await this.boss.send(name, payload, {
      db: inTransaction(tx),
      id: key === undefined ? this.ids.next() : keyedJobId(name, key),
      deleteAfterSeconds: key === undefined ? KEPT_SECONDS.others : KEPT_SECONDS.keyed,
      startAfter: startAfter ? this.secondsUntil(startAfter) : 0,
    });
    this.database.afterCommit(() => this.runners.get(name)?.wake());
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.boss.start();
    await this.boss.createQueue(DEAD_LETTERS, { retentionSeconds: DEAD_LETTERS_KEPT_SECONDS });
    for (const runner of this.runners.values()) await runner.prepare();
    if (!this.works) return;
    await this.keepSchedules();
    for (const runner of this.runners.values()) await runner.start();
    this.lifetime.stopping.addEventListener('abort', () => void this.drain(), { once: true });
  }

  /** The workers stop when the process begins to; adding jobs goes on until the last request is answered. */
  async beforeApplicationShutdown(): Promise<void> {
    await this.drain();
    await this.boss.stop({ graceful: false });
  }

  private drain(): Promise<void> {
    this.drained ??= this.finishWork();
    return this.drained;
  }

  private async finishWork(): Promise<void> {
    const asking = setTimeout(() => this.givingUp.abort(STOP_REASON), STOP_MS.askToGiveUp);
    await within(STOP_MS.leave, Promise.all([...this.runners.values()].map((runner) => runner.stop())));
    clearTimeout(asking);
  }

  private async keepSchedules(): Promise<void> {
    for (const { name } of await this.boss.getSchedules()) {
      if (!this.schedules.has(name)) await this.boss.unschedule(name);
    }
    for (const [name, cron] of this.schedules) await this.boss.schedule(name, cron, {}, { missed: 'once' });
  }

  /** Waiting is counted from the clock of this process: the database has its own. */
  private secondsUntil(moment: Date): number {
    return Math.max(0, Math.ceil((moment.getTime() - this.clock.milliseconds()) / 1000));
  }

  /** While the database is away every look fails: that is said once. */
  private logError(copy: Error): void {
    // What pg-boss hands on has the fields of an error and is none.
    const error = Object.assign(new Error(copy.message), copy);
    const isAway = isUnavailable(error);
    if (!isAway || !this.hasLostDatabase) this.logger.error({ err: error }, 'the job queue met an error');
    this.hasLostDatabase = isAway;
  }
}

/** The identifier (UUIDv8) that every job of this name and key has: the table itself refuses the second. */
function keyedJobId(name: string, key: string): string {
  const digest = createHash('sha256').update(`${name}\0${key}`).digest().subarray(0, 16);
  digest[6] = ((digest[6] ?? 0) & 0x0f) | 0x80;
  digest[8] = ((digest[8] ?? 0) & 0x3f) | 0x80;
  const hex = digest.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
