import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { RateLimits } from '../../src/platform/limits/rate-limits.js';
import { createLogger } from '../../src/platform/logging/logger.js';
import { RedisConnections } from '../../src/platform/redis/redis-connections.js';
import { loadSettings } from '../../src/platform/settings/settings.js';
import { hasRedis, RedisServer } from '../support/redis-server.js';

const tenAMinute = { requests: 10, windowSeconds: 60 };

describe.skipIf(!hasRedis)('RateLimits over Redis', () => {
  let server: RedisServer;
  const opened: RedisConnections[] = [];
  const logged: string[] = [];

  beforeAll(async () => {
    server = await RedisServer.start();
  });

  afterAll(async () => {
    await server.stop();
  });

  afterEach(async () => {
    for (const connections of opened.splice(0)) connections.onApplicationShutdown();
    logged.splice(0);
    await server.flush();
  });

  /** The limits of one node, connected. */
  async function node(): Promise<RateLimits> {
    const settings = loadSettings({ SECRET_KEY: 'k'.repeat(32), REDIS_URL: server.url }, 'no-such-directory');
    const log = createLogger({ logLevel: 'info' }, { write: (line: string) => void logged.push(line) });
    const connections = new RedisConnections(settings, log);
    opened.push(connections);
    await vi.waitFor(() => expect(connections.commands.status).toBe('ready'));
    return new RateLimits(settings, connections);
  }

  it('counts over all nodes together', async () => {
    const [north, south] = [await node(), await node()];
    const results = await Promise.all(
      Array.from({ length: 30 }, (_, turn) => (turn % 2 ? north : south).consume('write', 'ada', tenAMinute)),
    );
    expect(results.filter((result) => result.allowed)).toHaveLength(10);
    expect(await north.consume('write', 'bob', tenAMinute)).toMatchObject({ allowed: true, remaining: 9 });
  });

  it('goes on counting in each process while Redis is killed, says so once, and comes back', async () => {
    const limits = await node();
    await limits.consume('write', 'ada', tenAMinute);
    await server.kill();
    const results = [];
    for (let request = 1; request <= 15; request += 1) {
      results.push(await limits.consume('write', 'ada', tenAMinute));
    }
    expect(results.filter((result) => result.allowed)).toHaveLength(10);
    await server.start();
    await vi.waitFor(
      async () => {
        expect(logged.join('')).toContain('Redis is back');
        expect(await limits.consume('write', 'ada', tenAMinute)).toMatchObject({ allowed: true });
      },
      { timeout: 10_000 },
    );
    expect(logged.filter((line) => line.includes('Redis is away'))).toHaveLength(1);
  });

  it('delays nobody while Redis does not answer', async () => {
    const limits = await node();
    await limits.consume('write', 'ada', tenAMinute);
    server.freeze();
    try {
      const began = performance.now();
      const results = await Promise.all(
        Array.from({ length: 20 }, () => limits.consume('write', 'ada', tenAMinute)),
      );
      expect(performance.now() - began).toBeLessThan(1_000);
      expect(results.filter((result) => result.allowed)).toHaveLength(10);
      await vi.waitFor(
        async () => {
          const asked = performance.now();
          await limits.consume('write', 'bob', tenAMinute);
          expect(performance.now() - asked).toBeLessThan(50);
        },
        { timeout: 5_000, interval: 100 },
      );
    } finally {
      server.thaw();
    }
  });
});
