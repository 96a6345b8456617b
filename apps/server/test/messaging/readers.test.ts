import { beforeAll, describe, expect, it } from 'vitest';
import { Guild } from '../communities/guild.js';
import {
  type Credentials,
  PlainClient,
  SocketIoClient,
  type TestClient,
} from '../realtime/support/clients.js';
import { eventually, type Person, World } from '../support/world.js';

const gateways: [string, (url: string, credentials: Credentials) => TestClient][] = [
  ['the plain gateway', PlainClient.connect],
  ['Socket.IO', SocketIoClient.connect],
];

describe.each(gateways)('What is said in a channel, by %s', (_name, connectTo) => {
  let world: World;
  let ada: Person;
  let bob: Person;
  let eve: Person;

  beforeAll(async () => {
    world = await World.open();
    [ada, bob, eve] = (await world.people(3)) as [Person, Person, Person];
  });

  async function open(person: Person, cursor?: string | null): Promise<TestClient> {
    const client = connectTo(world.url, { token: await person.token(), ...(cursor && { cursor }) });
    await client.ready();
    return client;
  }

  /** Everything that is on its way to the client arrives before this resolves. */
  async function settled(client: TestClient, person: Person): Promise<void> {
    const marker = await Guild.found(ada, [person], { name: 'Marker' });
    await eventually(() =>
      expect(client.events('member.joined').map(({ data }) => data.communityId)).toContain(marker.id),
    );
  }

  const eventsOf = (client: TestClient) =>
    client.frames
      .map(({ event }) => event)
      .filter((event) => /^(message|user\.typing|channel\.read|channel\.delivered)/.test(event));

  const topicsOf = (client: TestClient) => client.events('channel.updated').map(({ data }) => data.topic);

  it('never reaches who may view the channel but not read it, live or in a replay', async () => {
    const guild = await Guild.found(ada, [bob, eve]);
    const channel = await guild.channel('announcements');
    await guild.overwrite(channel.id, bob.id, { deny: ['read_history'] });
    const [viewer, reader] = [await open(bob), await open(eve)];
    const { cursor } = await viewer.ready();
    const params = { channelId: channel.id };
    const { id: messageId } = await ada.api.messages.send({ params, body: { body: 'For readers' } });
    await ada.api.messages.update({ params: { messageId }, body: { body: 'Edited' } });
    await ada.api.messages.typing({ params });
    await eve.api.messages.read({ params, body: { messageId } });
    await ada.api.messages.delete({ params: { messageId } });
    await ada.api.channels.update({ params, body: { topic: 'Seen by viewers' } });
    for (const event of [
      'message.sent',
      'message.updated',
      'user.typing',
      'channel.read',
      'message.deleted',
    ]) {
      await reader.next(event);
    }
    await settled(viewer, bob);
    expect(topicsOf(viewer)).toContain('Seen by viewers');
    expect(eventsOf(viewer)).toEqual([]);
    await viewer.leave();

    const again = await open(bob, cursor);
    expect((await again.ready()).data.resumed).toBe(true);
    await settled(again, bob);
    expect(topicsOf(again)).toContain('Seen by viewers');
    expect(eventsOf(again)).toEqual([]);

    await guild.overwrite(channel.id, bob.id, {});
    await ada.api.messages.send({ params, body: { body: 'For Bob too' } });
    expect((await again.next('message.sent')).data).toMatchObject({ body: 'For Bob too' });
    await Promise.all([again, reader].map((client) => client.leave()));
  });

  it('stays between the two of a direct channel, its marks among it', async () => {
    await world.befriend(ada, bob);
    const [stranger, peer] = [await open(eve), await open(bob)];
    const { cursor } = await stranger.ready();
    const { id: channelId } = await ada.api.channels.openDirect({ body: { userId: bob.id } });
    const params = { channelId };
    const { id: messageId } = await ada.api.messages.send({ params, body: { body: 'Between us' } });
    await peer.next('message.sent');
    await ada.api.messages.typing({ params });
    await bob.api.messages.read({ params, body: { messageId } });
    for (const event of ['user.typing', 'channel.read']) await peer.next(event);
    await settled(stranger, eve);
    expect(eventsOf(stranger)).toEqual([]);
    await stranger.leave();
    const again = await open(eve, cursor);
    await settled(again, eve);
    expect(eventsOf(again)).toEqual([]);
    await Promise.all([again, peer].map((client) => client.leave()));
  });
});
