import type { JobWithMetadata, PgBoss } from 'pg-boss';
import type { Counter } from 'prom-client';
import type { Logger } from '../logging/logger.js';
import { DEAD_LETTERS } from './boss.js';
import type { JobHandler, JobName, JobOptions, JobPayloads } from './job-payloads.js';

/** How often each idle worker looks by itself: for retries, delayed jobs and those of other processes. */
const POLL_SECONDS = 2;
/** A job whose process gives no sign for this long is given to another. */
const HEARTBEAT_SECONDS = 30;

interface Worker {
  id?: string;
}

export type JobAttempts = Counter<'job' | 'outcome'>;

/** What all runners of a process share. */
interface Surroundings {
  boss: PgBoss;
  logger: Logger;
  attempts: JobAttempts;
  /** Aborted when a stop can wait no longer. */
  givingUp: AbortSignal;
}

/** Runs the jobs of one name in this process, and counts how the attempts ended. */
export class JobRunner<Name extends JobName = JobName> {
  private readonly idle = new Set<Worker>();

  constructor(
    readonly name: Name,
    private readonly options: JobOptions,
    private readonly handler: JobHandler<Name>,
    private readonly around: Surroundings,
  ) {}

  /** Makes the queue, or brings it up to these options. */
  async prepare(): Promise<void> {
    const options = {
      retryLimit: this.options.retries,
      retryDelay: this.options.backoff.firstSeconds,
      retryDelayMax: this.options.backoff.longestSeconds,
      retryBackoff: true,
      expireInSeconds: this.options.timeLimitSeconds,
      heartbeatSeconds: HEARTBEAT_SECONDS,
      deadLetter: DEAD_LETTERS,
    };
    await this.around.boss.createQueue(this.name, options);
    await this.around.boss.updateQueue(this.name, options);
  }

  async start(): Promise<void> {
    const options = {
      batchSize: 1,
      includeMetadata: true,
      pollingIntervalSeconds: POLL_SECONDS,
      heartbeatRefreshSeconds: HEARTBEAT_SECONDS / 3,
    } as const;
    for (let count = 1; count <= this.options.concurrency; count += 1) {
      const worker: Worker = {};
      this.idle.add(worker);
      worker.id = await this.around.boss.work<JobPayloads[Name], void, typeof options>(
        this.name,
        options,
        async (jobs) => {
          for (const job of jobs) await this.run(worker, job);
        },
      );
    }
  }

  /** Begins no other job, and waits for those that run. */
  async stop(): Promise<void> {
    await this.around.boss.offWork(this.name, { wait: true });
  }

  /** Has one idle worker look now. It wakes the next when it finds something, and itself when it is done. */
  wake(): void {
    for (const worker of this.idle) {
      this.wakeWorker(worker);
      return;
    }
  }

  private wakeWorker(worker: Worker): void {
    if (worker.id) this.around.boss.notifyWorker(worker.id);
  }

  private async run(worker: Worker, job: JobWithMetadata<JobPayloads[Name]>): Promise<void> {
    this.idle.delete(worker);
    this.wake();
    try {
      await this.handler(job.data, {
        jobId: job.id,
        attempt: job.retryCount + 1,
        signal: AbortSignal.any([job.signal, this.around.givingUp]),
      });
      this.count('completed');
    } catch (error) {
      this.count('failed');
      this.logFailure(job, error);
      throw error;
    } finally {
      this.idle.add(worker);
      this.wakeWorker(worker);
    }
  }

  private count(outcome: 'completed' | 'failed'): void {
    this.around.attempts.inc({ job: this.name, outcome });
  }

  private logFailure(job: JobWithMetadata<JobPayloads[Name]>, error: unknown): void {
    const about = { err: error, job: this.name, jobId: job.id, attempt: job.retryCount + 1 };
    if (job.retryCount < job.retryLimit)
      this.around.logger.warn(about, 'a job failed and will be tried again');
    else this.around.logger.error(about, 'a job failed for the last time and is a dead letter now');
  }
}
