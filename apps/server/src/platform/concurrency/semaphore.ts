import { ProblemError } from '../problems/problem-error.js';

export interface SemaphoreBounds {
  atOnce: number;
  /** How many may wait for their turn. */
  waiting: number;
  /** How a call is refused that finds the queue full. */
  whenFull?: { detail?: string; retryAfterSeconds: number };
}

/** Lets a bounded number of things run at once and a bounded number wait, first come, first served. */
export class Semaphore {
  private running = 0;
  private readonly queue: (() => void)[] = [];

  constructor(private readonly bounds: SemaphoreBounds) {}

  /**
   * Runs `work` when it is its turn. Errors: `unavailable` at once when too many wait; the reason of `signal` when it is
   * aborted before that turn; whatever `work` throws.
   */
  async run<Result>(work: () => Promise<Result>, signal?: AbortSignal): Promise<Result> {
    signal?.throwIfAborted();
    if (this.running < this.bounds.atOnce) this.running += 1;
    else await this.turn(signal);
    try {
      return await work();
    } finally {
      this.passOn();
    }
  }

  private turn(signal: AbortSignal | undefined): Promise<void> {
    const { waiting, whenFull = { retryAfterSeconds: 5 } } = this.bounds;
    if (this.queue.length >= waiting) throw new ProblemError('unavailable', whenFull);
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const begin = () => {
      signal?.removeEventListener('abort', leave);
      resolve();
    };
    const leave = () => {
      this.queue.splice(this.queue.indexOf(begin), 1);
      reject(signal?.reason);
    };
    this.queue.push(begin);
    signal?.addEventListener('abort', leave, { once: true });
    return promise;
  }

  /** The turn goes straight to the next in the queue, so that nobody who comes later takes it. */
  private passOn(): void {
    const next = this.queue.shift();
    if (next) next();
    else this.running -= 1;
  }
}
