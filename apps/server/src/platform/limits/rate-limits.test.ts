import { describe, expect, it } from 'vitest';
import { createLogger } from '../logging/logger.js';
import { RedisConnections } from '../redis/redis-connections.js';
import { loadSettings } from '../settings/settings.js';
import { RateLimits, rateLimitHeaders } from './rate-limits.js';

const threeAMinute = { requests: 3, windowSeconds: 60 };

function rateLimits(environment: NodeJS.ProcessEnv = {}): RateLimits {
  const settings = loadSettings({ SECRET_KEY: 'k'.repeat(32), ...environment }, 'no-such-directory');
  return new RateLimits(settings, new RedisConnections(settings, createLogger({ logLevel: 'silent' })));
}

describe('RateLimits', () => {
  it('allows what the limit says and refuses what goes beyond', async () => {
    const limits = rateLimits();
    const results = [];
    for (let request = 1; request <= 5; request += 1) {
      results.push(await limits.consume('write', 'ada', threeAMinute));
    }
    expect(results.map((result) => result.allowed)).toEqual([true, true, true, false, false]);
    expect(results.map((result) => result.remaining)).toEqual([2, 1, 0, 0, 0]);
    for (const { resetSeconds } of results) expect(resetSeconds).toBeGreaterThan(58);
  });

  it('counts exactly when all come at once', async () => {
    const limits = rateLimits();
    const results = await Promise.all(
      Array.from({ length: 50 }, () => limits.consume('write', 'ada', { requests: 20, windowSeconds: 60 })),
    );
    expect(results.filter((result) => result.allowed)).toHaveLength(20);
  });

  it('counts each subject and each name apart', async () => {
    const limits = rateLimits();
    for (let request = 1; request <= 4; request += 1) await limits.consume('write', 'ada', threeAMinute);
    expect(await limits.consume('write', 'bob', threeAMinute)).toMatchObject({ allowed: true, remaining: 2 });
    expect(await limits.consume('read', 'ada', threeAMinute)).toMatchObject({ allowed: true, remaining: 2 });
  });

  it('takes what a request costs, and refuses what costs more than is left', async () => {
    const limits = rateLimits();
    expect(await limits.consume('write', 'ada', threeAMinute, 2)).toMatchObject({
      allowed: true,
      remaining: 1,
    });
    expect(await limits.consume('write', 'ada', threeAMinute, 2)).toMatchObject({ allowed: false });
    expect(await limits.consume('write', 'bob', threeAMinute, 4)).toMatchObject({ allowed: false });
  });

  it('counts the addresses of one IPv6 network as one, and a mapped address as IPv4', async () => {
    const limits = rateLimits();
    await limits.consume('register', '2001:db8:1:2::1', threeAMinute);
    await limits.consume('register', '192.0.2.1', threeAMinute);
    expect(await limits.consume('register', '2001:db8:1:2:ffff::9', threeAMinute)).toMatchObject({
      remaining: 1,
    });
    expect(await limits.consume('register', '2001:db8:1:3::1', threeAMinute)).toMatchObject({ remaining: 2 });
    expect(await limits.consume('register', '::ffff:192.0.2.1', threeAMinute)).toMatchObject({
      remaining: 1,
    });
    expect(await limits.consume('register', 'fe80::1%eth0', threeAMinute)).toMatchObject({ remaining: 2 });
    expect(await limits.consume('register', '64:ff9b::1:2:3:4:5', threeAMinute)).toMatchObject({
      remaining: 2,
    });
  });

  it('counts nothing when limits are off', async () => {
    const limits = rateLimits({ RATE_LIMITS: 'off' });
    for (let request = 1; request <= 10; request += 1) {
      expect(await limits.consume('write', 'ada', threeAMinute)).toMatchObject({
        allowed: true,
        remaining: 3,
      });
    }
  });

  it('tells policy and rest in the standard headers', async () => {
    const result = await rateLimits().consume('write', 'ada', { requests: 120, windowSeconds: 60 });
    expect(rateLimitHeaders('write', result)).toEqual({
      'RateLimit-Policy': '"write";q=120;w=60',
      RateLimit: '"write";r=119;t=60',
    });
  });
});
