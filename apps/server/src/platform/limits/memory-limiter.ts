import { LRUCache } from 'lru-cache';
import { type IRateLimiterOptions, RateLimiterMemory, type RateLimiterRes } from 'rate-limiter-flexible';

/** Counts in this process, for at most `maxSubjects` at a time; beyond that, who was idle longest is forgotten. */
export class MemoryLimiter extends RateLimiterMemory {
  private readonly subjects: LRUCache<string, true>;

  constructor(options: IRateLimiterOptions, maxSubjects: number) {
    super(options);
    this.subjects = new LRUCache({
      max: maxSubjects,
      dispose: (_, subject, reason) => {
        if (reason === 'evict') void this.delete(subject);
      },
    });
  }

  override async consume(subject: string, cost?: number): Promise<RateLimiterRes> {
    this.subjects.set(subject, true);
    return super.consume(subject, cost);
  }
}
