import type { UserId } from '@plaza/contract';
import { beforeAll, describe, expect, it } from 'vitest';
import { PlainClient, type TestClient } from '../realtime/support/clients.js';
import { eventually, type Person, World } from '../support/world.js';

const GONE_MS = 15_000;
const IDLE_MS = 300_000;
const topicOf = ({ id }: { id: UserId }) => `user:${id}:presence`;

describe('Presence', () => {
  let world: World;

  beforeAll(async () => {
    world = await World.open();
  });

  async function socketOf(person: Person): Promise<PlainClient> {
    const client = PlainClient.connect(world.url, { token: await person.token() });
    await client.ready();
    return client;
  }

  async function friends(): Promise<[Person, Person]> {
    const [ada, bob] = await world.people(2);
    if (!ada || !bob) throw new Error('Nobody came');
    await world.befriend(ada, bob);
    return [ada, bob];
  }

  /** The last that a client received of somebody. */
  const seenBy = (client: TestClient, { id }: Person) =>
    client.frames.findLast(
      ({ event, data }) => /^user\.(online|idle|offline)$/.test(event) && data.userId === id,
    );

  const looks = (client: TestClient, person: Person, event: string, data: object = {}) =>
    eventually(() => expect(seenBy(client, person)).toMatchObject({ event, data }));

  async function watch(client: TestClient, ...people: Person[]) {
    const answer = await client.command('subscribe', { topics: people.map(topicOf) });
    return answer.ok ? answer.data : answer.problem;
  }

  it('is sent at once to who begins to watch a friend, and whenever it changes', async () => {
    const [ada, bob] = await friends();
    const hers = await socketOf(ada);
    await watch(hers, bob);
    await looks(hers, bob, 'user.offline');
    const his = await socketOf(bob);
    await looks(hers, bob, 'user.online', { status: 'online', lastSeenAt: null });
    await watch(his, ada);
    await looks(his, ada, 'user.online');
  });

  it('is hidden from strangers, from one-sided followers, and from who is blocked', async () => {
    const [ada, bob] = await friends();
    const [stranger, follower] = [await world.person(), await world.person()];
    await world.follow(follower, ada);
    for (const person of [stranger, follower]) {
      expect(await watch(await socketOf(person), ada)).toMatchObject({
        granted: [],
        refused: [topicOf(ada)],
      });
    }
    const his = await socketOf(bob);
    expect(await watch(his, ada)).toMatchObject({ granted: [topicOf(ada)] });
    await ada.api.graph.block({ params: { userId: bob.id } });
    await eventually(async () => expect(await watch(his, ada)).toMatchObject({ granted: [] }));
    const before = his.frames.length;
    await socketOf(ada);
    expect(his.frames.slice(before).filter(({ data }) => data.userId === ada.id)).toEqual([]);
  });

  it('is seen by members of a small community, for as long as both are members', async () => {
    const [owner, member] = [await world.person(), await world.person()];
    const community = await owner.api.communities.create({
      body: { kind: 'guild', name: 'Small', visibility: 'public', joinPolicy: 'open' },
    });
    const params = { communityId: community.id };
    await member.api.communities.join({ params });
    const hers = await socketOf(owner);
    expect(await watch(hers, member)).toMatchObject({ granted: [topicOf(member)] });
    const his = await socketOf(member);
    await looks(hers, member, 'user.online');
    await member.api.communities.leave({ params });
    await hers.next('member.left');
    await his.command('presence.set', { status: 'dnd' });
    expect(await watch(hers, member)).toMatchObject({ granted: [] });
    expect(seenBy(hers, member)).toMatchObject({ event: 'user.online', data: { status: 'online' } });
  });

  it('ends fifteen seconds after the last socket, so that a reload does not flicker', async () => {
    const [ada, bob] = await friends();
    const hers = await socketOf(ada);
    await watch(hers, bob);
    const [one, two] = [await socketOf(bob), await socketOf(bob)];
    await looks(hers, bob, 'user.online');
    await one.leave();
    await two.leave();
    world.clock.advance(GONE_MS / 2);
    const reloaded = await socketOf(bob);
    world.clock.advance(GONE_MS * 2);
    await reloaded.command('presence.set', { status: 'online' });
    expect(hers.events('user.offline')).toHaveLength(1);
    await reloaded.leave();
    world.clock.advance(GONE_MS + 1);
    await looks(hers, bob, 'user.offline', { lastSeenAt: expect.any(String) });
  });

  it('becomes idle after five minutes without doing anything, and online again with the next deed', async () => {
    const [ada, bob] = await friends();
    const [hers, his] = [await socketOf(ada), await socketOf(bob)];
    await watch(hers, bob);
    await looks(hers, bob, 'user.online');
    world.clock.advance(IDLE_MS + 1);
    await looks(hers, bob, 'user.idle');
    await his.command('unsubscribe', { topics: ['feed:home'] });
    await looks(hers, bob, 'user.online');
    world.clock.advance(IDLE_MS + 1);
    await looks(hers, bob, 'user.idle');
    const channel = await ada.api.channels.openDirect({ body: { userId: bob.id } });
    await ada.api.messages.send({ params: { channelId: channel.id }, body: { body: 'Are you there?' } });
    await eventually(() => expect(hers.frames.map(({ event }) => event)).toContain('channel.delivered'));
    expect(seenBy(hers, bob)).toMatchObject({ event: 'user.idle' });
    await bob.api.messages.send({ params: { channelId: channel.id }, body: { body: 'By HTTP' } });
    await looks(hers, bob, 'user.online');
  });

  it('is what somebody chose, on all their sessions and after they come back', async () => {
    const [ada, bob] = await friends();
    const [hers, his] = [await socketOf(ada), await socketOf(bob)];
    await watch(hers, bob);
    await his.command('presence.set', { status: 'dnd' });
    await looks(hers, bob, 'user.online', { status: 'dnd' });
    world.clock.advance(IDLE_MS + 1);
    await his.leave();
    world.clock.advance(GONE_MS + 1);
    await looks(hers, bob, 'user.offline');
    const again = await socketOf(bob);
    await looks(hers, bob, 'user.online', { status: 'dnd' });
    expect((await again.ready()).data).toMatchObject({ presence: 'dnd' });
    expect((await hers.ready()).data).toMatchObject({ presence: 'online' });
    expect(await again.command('presence.set', { status: 'away' })).toMatchObject({
      ok: false,
      problem: { code: 'invalid_input' },
    });
  });

  it('is offline for who is invisible, last seen when they became so', async () => {
    const [ada, bob] = await friends();
    const [hers, his] = [await socketOf(ada), await socketOf(bob)];
    await watch(hers, bob);
    await looks(hers, bob, 'user.online');
    const vanishedAt = world.clock.milliseconds();
    await his.command('presence.set', { status: 'invisible' });
    await looks(hers, bob, 'user.offline');
    world.clock.advance(IDLE_MS * 2);
    await his.command('presence.set', { status: 'invisible' });
    await his.leave();
    world.clock.advance(GONE_MS * 2);
    await socketOf(bob);
    const late = await socketOf(ada);
    await watch(late, bob);
    await looks(late, bob, 'user.offline');
    const lastSeenAt = Date.parse(String(seenBy(late, bob)?.data.lastSeenAt));
    expect(Math.abs(lastSeenAt - vanishedAt)).toBeLessThan(5_000);
  });

  it('is watched of five hundred people at most', async () => {
    const ada = await world.person();
    const client = await socketOf(ada);
    const topics = Array.from({ length: 501 }, () => topicOf(ada));
    expect(await client.command('subscribe', { topics })).toMatchObject({
      ok: false,
      problem: { code: 'invalid_input' },
    });
  });
});
