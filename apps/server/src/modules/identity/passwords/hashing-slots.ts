import { ProblemError } from '../../../platform/problems/problem-error.js';

const RETRY_SECONDS = 2;

/** Lets a few run at once and a bounded number wait, first come, first served. */
export class HashingSlots {
  private running = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(
    private readonly atOnce: number,
    private readonly maxWaiting: number,
  ) {}

  /** Runs `work` when it is its turn. Errors: `unavailable` at once when too many wait; whatever `work` throws. */
  async run<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.running < this.atOnce) this.running += 1;
    else await this.turn();
    try {
      return await work();
    } finally {
      this.passOn();
    }
  }

  private turn(): Promise<void> {
    if (this.waiting.length >= this.maxWaiting) {
      throw new ProblemError('unavailable', {
        detail: 'Too many people are signing in right now',
        retryAfterSeconds: RETRY_SECONDS,
      });
    }
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  private passOn(): void {
    const next = this.waiting.shift();
    if (next) next();
    else this.running -= 1;
  }
}
