import { rateLimitClasses } from '@plaza/contract';
import { createClient, type Plaza } from '@plaza/sdk';
import { expect, it, onTestFinished } from 'vitest';
import { eventually } from '../support/eventually.js';
import { hasRedis, RedisServer } from '../support/redis-server.js';
import { TestSocket } from '../support/socket.js';
import { bugsIn } from './support/bugs-in.js';
import { Crowd } from './support/crowd.js';
import { House } from './support/house.js';
import { Listener } from './support/listener.js';
import { once } from './support/prober.js';
import { judge } from './support/verdict.js';

const ONLINE_MS = 30_000;
const PATIENCE_MS = 15_000;

it.skipIf(!hasRedis)(
  'Redis killed, started again, emptied and silent costs typing between servers, and nothing else',
  async () => {
    const redis = await RedisServer.start();
    onTestFinished(() => redis.stop());
    const house = await House.onCluster({ REDIS_URL: redis.url });
    const [left, right] = await Promise.all([house.start(), house.start()]);
    const addresses = [left.url, right.url];
    const crowd = await Crowd.gather(addresses, { writers: 6, listeners: 2 });
    const listeners = crowd.audience.map(
      (person, index) => new Listener(person, addresses[index] ?? left.url),
    );
    await eventually(() => expect(listeners.every(({ isOnline }) => isOnline)).toBe(true), ONLINE_MS);
    const [watcher] = crowd.audience;
    const { owner } = crowd.guild;
    if (!watcher) throw new Error('Nobody listens');
    const socket = await TestSocket.open(right.url, await watcher.token());
    const onLeft = createClient({ baseUrl: left.url, session: owner.session });
    crowd.begin();
    await eventually(() => typingArrives(onLeft, crowd, socket), PATIENCE_MS);

    await redis.kill();
    const began = performance.now();
    await crowd.progress(100);
    expect(bugsIn(left.log + right.log)).toEqual([]);
    await redis.start();
    await eventually(() => typingArrives(onLeft, crowd, socket), PATIENCE_MS);
    const recoveredMs = performance.now() - began;
    await redis.flush();
    await crowd.progress(100);
    redis.freeze();
    await crowd.progress(100);
    redis.thaw();
    await eventually(() => typingArrives(onLeft, crowd, socket), PATIENCE_MS);
    await crowd.end();
    await judge('Redis killed, started again, emptied, silent', {
      crowd,
      listeners,
      connections: house.connections,
      recoveredMs,
    });
    for (const listener of listeners) listener.close();
    socket.close();
  },
);

it.skipIf(!hasRedis)('limits go on while Redis is away', async () => {
  const redis = await RedisServer.start();
  onTestFinished(() => redis.stop());
  const house = await House.onCluster({ REDIS_URL: redis.url, RATE_LIMITS: 'on' });
  const server = await house.start();
  await redis.kill();
  const tries = rateLimitClasses.signIn.requests + 5;
  const body = JSON.stringify({ login: 'nobody', password: 'not the password' });
  const headers = { 'Content-Type': 'application/json' };
  const answers = await Promise.all(
    Array.from({ length: tries }, () =>
      once(`${server.url}/api/v1/auth/login`, { method: 'POST', headers, body }),
    ),
  );
  expect(answers.filter(({ status }) => status === 429).length).toBeGreaterThanOrEqual(5);
  expect(answers.every(({ status }) => status === 401 || status === 429)).toBe(true);
});

/** Somebody types on one server, and a socket of the other server receives it. */
async function typingArrives(api: Plaza, crowd: Crowd, socket: TestSocket): Promise<void> {
  const before = count(socket);
  for (const channelId of crowd.channels) await api.messages.typing({ params: { channelId } });
  await eventually(() => expect(count(socket)).toBeGreaterThan(before), 500);
}

function count(socket: TestSocket): number {
  return socket.frames.filter(({ event }) => event === 'user.typing').length;
}
