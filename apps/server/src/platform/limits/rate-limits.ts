import { Injectable } from '@nestjs/common';
import { type RateLimiterAbstract, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import { RedisConnections } from '../redis/redis-connections.js';
import { Settings } from '../settings/settings.js';
import { MemoryLimiter } from './memory-limiter.js';
import { subjectKey } from './subject-key.js';

export interface RateLimit {
  requests: number;
  windowSeconds: number;
}

export interface RateLimitResult {
  allowed: boolean;
  limit: number;
  windowSeconds: number;
  remaining: number;
  resetSeconds: number;
}

/** In one process and for one limit. */
const MAX_SUBJECTS = 50_000;

/**
 * Counts what a subject did in a window that opens with its first request. The count is shared by all processes where Redis
 * is set, and kept by each process for itself while Redis is away.
 */
@Injectable()
export class RateLimits {
  private readonly limiters = new Map<string, RateLimiterAbstract>();

  constructor(
    private readonly settings: Settings,
    private readonly redis: RedisConnections,
  ) {}

  /**
   * Takes `cost` from what the subject, a user id or an address, has left under the limit of that name. A refused request
   * counts too, but never prolongs the window.
   */
  async consume(name: string, subject: string, limit: RateLimit, cost = 1): Promise<RateLimitResult> {
    if (!this.settings.rateLimits) return untouched(limit);
    try {
      return resultOf(limit, true, await this.limiterFor(name, limit).consume(subjectKey(subject), cost));
    } catch (refusal) {
      if (refusal instanceof RateLimiterRes) return resultOf(limit, false, refusal);
      throw refusal;
    }
  }

  /** Gives back what was taken for something that turned out not to count. */
  async giveBack(name: string, subject: string, limit: RateLimit, cost = 1): Promise<void> {
    if (!this.settings.rateLimits) return;
    await this.limiterFor(name, limit).reward(subjectKey(subject), cost);
  }

  private limiterFor(name: string, limit: RateLimit): RateLimiterAbstract {
    const key = `${name}:${limit.requests}:${limit.windowSeconds}`;
    const limiter = this.limiters.get(key) ?? this.createLimiter(key, limit);
    this.limiters.set(key, limiter);
    return limiter;
  }

  private createLimiter(key: string, limit: RateLimit): RateLimiterAbstract {
    const options = {
      keyPrefix: `plaza:limit:${key}`,
      points: limit.requests,
      duration: limit.windowSeconds,
    };
    const memory = new MemoryLimiter(options, MAX_SUBJECTS);
    if (!this.settings.redisUrl) return memory;
    return new RateLimiterRedis({
      ...options,
      storeClient: this.redis.commands,
      rejectIfRedisNotReady: true,
      insuranceLimiter: memory,
    });
  }
}

/** Gives the headers of the IETF draft "RateLimit header fields": the policy, and what is left of it. */
export function rateLimitHeaders(name: string, result: RateLimitResult): Record<string, string> {
  return {
    'RateLimit-Policy': `"${name}";q=${result.limit};w=${result.windowSeconds}`,
    RateLimit: `"${name}";r=${result.remaining};t=${result.resetSeconds}`,
  };
}

function untouched(limit: RateLimit): RateLimitResult {
  const { requests, windowSeconds } = limit;
  return { allowed: true, limit: requests, windowSeconds, remaining: requests, resetSeconds: windowSeconds };
}

function resultOf(limit: RateLimit, allowed: boolean, counted: RateLimiterRes): RateLimitResult {
  return {
    allowed,
    limit: limit.requests,
    windowSeconds: limit.windowSeconds,
    remaining: counted.remainingPoints,
    resetSeconds: Math.max(1, Math.ceil(counted.msBeforeNext / 1000)),
  };
}
