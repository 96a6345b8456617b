import { Injectable } from '@nestjs/common';
import type { RateLimit } from '@plaza/contract';
import ipaddr from 'ipaddr.js';
import { type RateLimiterAbstract, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import { RedisConnections } from '../redis/redis-connections.js';
import { Settings } from '../settings/settings.js';
import { MemoryLimiter } from './memory-limiter.js';

export interface RateLimitResult {
  allowed: boolean;
  limit: number;
  windowSeconds: number;
  remaining: number;
  resetSeconds: number;
}

/** One household has 2⁶⁴ IPv6 addresses: they count as one. */
const IPV6_NETWORK_BITS = 64;

/** In one process and for one limit. */
const MAX_SUBJECTS = 50_000;

/**
 * Counts what a subject did in a window that opens with its first request. The count is shared by all processes where Redis
 * is set, and counted by each process alone while Redis is away.
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

/** The key a subject is counted under: an IPv6 address by its network, a mapped one as IPv4, anything else as it is. */
export function subjectKey(subject: string): string {
  if (!subject.includes(':') || !ipaddr.isValid(subject)) return subject;
  const address = ipaddr.process(subject);
  if (address instanceof ipaddr.IPv4) return address.toString();
  return `${ipaddr.IPv6.networkAddressFromCIDR(`${withoutZone(address)}/${IPV6_NETWORK_BITS}`)}/${IPV6_NETWORK_BITS}`;
}

function withoutZone(address: ipaddr.IPv6): string {
  return new ipaddr.IPv6(address.parts).toString();
}
