import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Clock } from '../../src/platform/clock/clock.js';
import { createLogger } from '../../src/platform/logging/logger.js';
import { Metrics } from '../../src/platform/metrics/metrics.js';
import { RedisConnections } from '../../src/platform/redis/redis-connections.js';
import { loadSettings } from '../../src/platform/settings/settings.js';
import { RedisSharedState } from '../../src/platform/signals/redis-shared-state.js';
import { RedisSignals } from '../../src/platform/signals/redis-signals.js';
import { eventually } from '../support/eventually.js';
import { hasRedis, RedisServer } from '../support/redis-server.js';
import { connected, describesSignals } from '../support/signals-suite.js';

describe.skipIf(!hasRedis)('Signals and shared state over Redis', () => {
  let server: RedisServer;
  const closing: (() => void)[] = [];

  beforeAll(async () => {
    server = await RedisServer.start();
  });

  afterEach(() => {
    for (const close of closing.splice(0)) close();
  });

  afterAll(() => server.stop());

  async function node() {
    const settings = loadSettings({ SECRET_KEY: 'k'.repeat(32), REDIS_URL: server.url }, 'no-such-directory');
    const redis = new RedisConnections(settings, createLogger({ logLevel: 'silent' }));
    const metrics = new Metrics();
    const signals = new RedisSignals(redis, createLogger({ logLevel: 'silent' }), metrics);
    const state = new RedisSharedState(redis, new Clock());
    closing.push(() => {
      signals.onApplicationShutdown();
      state.onApplicationShutdown();
      redis.onApplicationShutdown();
    });
    await eventually(() => expect(redis.commands.status).toBe('ready'));
    return { signals, state, metrics };
  }

  async function installation() {
    return { here: await node(), there: await node() };
  }

  describesSignals(installation);

  it('pause between nodes while Redis is killed, go on within a node, and heal', async () => {
    const { here, there } = await installation();
    const [heardHere, heardThere]: string[][] = [[], []];
    here.signals.subscribe('test.wave', ({ from }) => heardHere?.push(from));
    there.signals.subscribe('test.wave', ({ from }) => heardThere?.push(from));
    await connected(here.signals, there.signals);
    await here.state.set('ada', 'desk', 'online', 60_000);

    await server.kill();
    for (let count = 1; count <= 5_000; count += 1)
      here.signals.publish('test.wave', { from: 'lost', count });
    expect(heardHere).toHaveLength(5_000);
    await here.state.set('bob', 'desk', 'online', 60_000);
    expect([...(await here.state.getAll(['ada', 'bob'])).keys()]).toEqual(['ada', 'bob']);
    expect((await there.state.getAll(['ada', 'bob'])).size).toBe(0);

    await server.start();
    await connected(here.signals, there.signals);
    here.signals.publish('test.wave', { from: 'found', count: 1 });
    await eventually(() => expect(heardThere).toEqual(['found']));
    await here.state.set('ada', 'desk', 'online', 60_000);
    await eventually(async () => expect((await there.state.getAll(['ada'])).size).toBe(1));
  });

  it('delay nobody and queue nothing while Redis does not answer', async () => {
    const { here, there } = await installation();
    await connected(here.signals, there.signals);
    server.freeze();
    try {
      const began = performance.now();
      for (let count = 1; count <= 20_000; count += 1)
        here.signals.publish('test.wave', { from: 'lost', count });
      await here.state.set('ada', 'desk', 'online', 60_000);
      expect((await here.state.getAll(['ada'])).size).toBe(1);
      expect(performance.now() - began).toBeLessThan(2_000);
      const { text } = await here.metrics.report();
      expect(Number(/plaza_signals_dropped_total (\d+)/.exec(text)?.[1])).toBeGreaterThanOrEqual(19_000);
    } finally {
      server.thaw();
    }
    await connected(here.signals, there.signals);
  });

  it('come back with what nodes set again after Redis forgot everything', async () => {
    const { here, there } = await installation();
    await here.state.set('ada', 'desk', 'online', 60_000);
    await server.flush();
    expect((await there.state.getAll(['ada'])).size).toBe(0);
    await here.state.set('ada', 'desk', 'online', 60_000);
    expect((await there.state.getAll(['ada'])).size).toBe(1);
    await connected(here.signals, there.signals);
  });
});
