import { ProblemError } from '../problems/problem-error.js';

/** Lets only so many do something at once; the others wait in line, up to a bound. */
export class Gate {
  private inside = 0;
  private readonly line: (() => void)[] = [];

  constructor(private readonly bounds: { atOnce: number; waiting: number }) {}

  /** Errors: `unavailable` when the line is full; else whatever `work` throws. */
  async through<Result>(work: () => Promise<Result>): Promise<Result> {
    await this.enter();
    try {
      return await work();
    } finally {
      this.leave();
    }
  }

  private async enter(): Promise<void> {
    if (this.inside < this.bounds.atOnce) {
      this.inside += 1;
      return;
    }
    if (this.line.length >= this.bounds.waiting) {
      throw new ProblemError('unavailable', { retryAfterSeconds: 5 });
    }
    await new Promise<void>((resolve) => this.line.push(resolve));
  }

  /** The place goes straight to the next in line. */
  private leave(): void {
    const next = this.line.shift();
    if (next) next();
    else this.inside -= 1;
  }
}
