import { type IRateLimiterOptions, RateLimiterMemory, type RateLimiterRes } from 'rate-limiter-flexible';

/** Counts in this process, for at most `maxSubjects` at a time; beyond that, who was idle longest is forgotten. */
export class MemoryLimiter extends RateLimiterMemory {
  private readonly leastRecentFirst = new Set<string>();

  constructor(
    options: IRateLimiterOptions,
    private readonly maxSubjects: number,
  ) {
    super(options);
  }

  override async consume(subject: string, cost?: number): Promise<RateLimiterRes> {
    this.leastRecentFirst.delete(subject);
    this.leastRecentFirst.add(subject);
    if (this.leastRecentFirst.size > this.maxSubjects) await this.forgetIdlest();
    return super.consume(subject, cost);
  }

  private async forgetIdlest(): Promise<void> {
    for (const idlest of this.leastRecentFirst) {
      this.leastRecentFirst.delete(idlest);
      await this.delete(idlest);
      return;
    }
  }
}
