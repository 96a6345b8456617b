import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunningServer } from '../../src/server.js';
import { PlainClient } from '../realtime/support/clients.js';
import { hasRedis, RedisServer } from '../support/redis-server.js';
import { eventually, type Person, World } from '../support/world.js';

const GONE_MS = 15_000;
const REFRESH_MS = 30_000;

describe.skipIf(!hasRedis)('Signals of the moment on two servers over Redis', () => {
  let redis: RedisServer;
  let world: World;
  let neighbour: RunningServer;

  beforeAll(async () => {
    redis = await RedisServer.start();
    afterAll(() => redis.stop());
    world = await World.open({ REDIS_URL: redis.url });
    neighbour = await world.neighbour();
  });

  async function socketOf(person: Person, url = world.url): Promise<PlainClient> {
    const client = PlainClient.connect(url, { token: await person.token() });
    await client.ready();
    return client;
  }

  async function friends(): Promise<[Person, Person]> {
    const [ada, bob] = [await world.person(), await world.person()];
    await world.befriend(ada, bob);
    return [ada, bob];
  }

  const looks = (client: PlainClient, { id }: Person, event: string) =>
    eventually(() => {
      const last = client.frames.findLast(({ data }) => data.userId === id);
      expect(last).toMatchObject({ event });
    });

  it('say that somebody is typing on the other server', async () => {
    const [ada, bob] = await friends();
    const { id: channelId } = await ada.api.channels.openDirect({ body: { userId: bob.id } });
    const [hers, his] = [await socketOf(ada), await socketOf(bob, neighbour.url)];
    await ada.api.messages.send({ params: { channelId }, body: { body: 'Are you there?' } });
    await his.next('message.sent');
    expect(await his.command('typing.start', { channelId })).toMatchObject({ ok: true });
    expect(await hers.next('user.typing')).toMatchObject({ data: { channelId, user: { id: bob.id } } });
  });

  it('merge presence over both, and forget nobody who merely went over', async () => {
    const [ada, bob] = await friends();
    const hers = await socketOf(ada);
    await hers.command('subscribe', { topics: [`user:${bob.id}:presence`] });
    await looks(hers, bob, 'user.offline');
    const there = await socketOf(bob, neighbour.url);
    await looks(hers, bob, 'user.online');
    const here = await socketOf(bob);
    await there.leave();
    world.clock.advance(GONE_MS + 1);
    await here.command('presence.set', { status: 'dnd' });
    await looks(hers, bob, 'user.online');
    expect(hers.events('user.offline')).toHaveLength(1);
    await here.leave();
    world.clock.advance(GONE_MS + 1);
    await looks(hers, bob, 'user.offline');
  });

  it('leave nobody behind as online whose server died', async () => {
    const [ada, bob] = await friends();
    const hers = await socketOf(ada);
    await hers.command('subscribe', { topics: [`user:${bob.id}:presence`] });
    await socketOf(bob, neighbour.url);
    await looks(hers, bob, 'user.online');
    await neighbour.close();
    // As when what it published about its people has expired.
    await redis.flush();
    await eventually(async () => {
      world.clock.advance(REFRESH_MS);
      await looks(hers, bob, 'user.offline');
    });
  });
});
