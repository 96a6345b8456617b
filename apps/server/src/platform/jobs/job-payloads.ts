/** What each kind of job is given, by its name. Each module adds its own by declaration merging. */
// biome-ignore lint/suspicious/noEmptyInterface: filled by declaration merging
export interface JobPayloads {}

export type JobName = keyof JobPayloads;

/** The jobs that need nothing to begin with: only they can be scheduled. */
export type ScheduledJobName = {
  [Name in JobName]: Record<string, never> extends JobPayloads[Name] ? Name : never;
}[JobName];

export interface JobOptions {
  /** At most this many at a time in one process. */
  concurrency: number;
  /** After the first attempt; then it becomes a dead letter. */
  retries: number;
  /** The pause before the first retry; it doubles, with some jitter, up to the longest. */
  backoff: { firstSeconds: number; longestSeconds: number };
  /** One attempt is aborted and counts as failed after this. */
  timeLimitSeconds: number;
}

/** What a handler learns of the attempt it makes. */
export interface JobAttempt {
  jobId: string;
  /** 1 for the first. */
  attempt: number;
  /** Aborted when the time is up, when another process has taken the job over, and when this one stops. */
  signal: AbortSignal;
}

/** Does the work of one kind of job; a throw has it tried again. It may run twice: its effect must be the same then. */
export type JobHandler<Name extends JobName> = (
  payload: JobPayloads[Name],
  attempt: JobAttempt,
) => Promise<void>;
