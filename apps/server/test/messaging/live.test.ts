import { type Channel, messageAbilities } from '@plaza/contract';
import { io as connect } from 'socket.io-client';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Guild } from '../communities/guild.js';
import type { TestSocket } from '../support/socket.js';
import { eventually, type Person, refusal, World } from '../support/world.js';
import { LiveSockets, received, send } from './live-sockets.js';

let world: World;
let ada: Person;
let bob: Person;
let eve: Person;
const sockets = new LiveSockets();

beforeAll(async () => {
  world = await World.open();
  [ada, bob, eve] = (await world.people(3)) as [Person, Person, Person];
});

afterEach(() => sockets.closeAll());

const listen = (person: Person, cursor?: string) => sockets.open(world, person, cursor);

/** Everything that was on its way to these sockets has arrived. */
async function settled(...quiet: TestSocket[]): Promise<void> {
  const guild = await Guild.found(ada, [bob, eve], { name: 'Marker' });
  for (const socket of quiet) await received(socket, 'member.joined', { communityId: guild.id });
  for (const socket of quiet) await eventually(() => expect(socket.received('channel.created')).toBe(true));
}

describe('a message', () => {
  it('is sent to those who may read the channel, the same for all but the nonce of the author', async () => {
    const guild = await Guild.found(ada, [bob, eve]);
    const channel = await guild.general();
    const [toAda, toBob, toEve] = [await listen(ada), await listen(bob), await listen(eve)];
    const message = await send(bob, channel.id, 'Hello', 'n1');
    const { viewer, ...shared } = message;
    expect(viewer).toEqual({ can: messageAbilities(channel.viewer.permissions, true) });
    expect(await received(toBob, 'message.sent')).toEqual(shared);
    expect(await received(toAda, 'message.sent')).toEqual({ ...shared, nonce: null });
    expect(await received(toEve, 'message.sent')).toEqual({ ...shared, nonce: null });
    await bob.api.messages.update({ params: { messageId: message.id }, body: { body: 'Bye' } });
    await received(toEve, 'message.updated', { id: message.id, body: 'Bye' });
    await ada.api.messages.delete({ params: { messageId: message.id } });
    expect(await received(toEve, 'message.deleted')).toEqual({
      id: message.id,
      channelId: channel.id,
      ordinal: 1,
      deletedAt: expect.any(String),
    });
    for (const socket of [toAda, toBob, toEve]) {
      expect(socket.frames.filter(({ event }) => event.startsWith('message.'))).toHaveLength(3);
    }
  });

  it('is not sent to who may not view the channel, nor to who may not read its history', async () => {
    const guild = await Guild.found(ada, [bob, eve]);
    const channel = await guild.channel('quiet');
    await guild.overwrite(channel.id, bob.id, { deny: ['read_history'] });
    await guild.overwrite(channel.id, eve.id, { deny: ['view_channel'] });
    const [toBob, toEve] = [await listen(bob), await listen(eve)];
    await send(ada, channel.id);
    await settled(toBob, toEve);
    for (const socket of [toBob, toEve]) expect(socket.received('message.sent')).toBe(false);
    const ready = toEve.frames[0]?.data.channels as Channel[];
    expect(ready.map(({ id }) => id)).not.toContain(channel.id);
  });

  it('reaches who was away, unless they may no longer read it', async () => {
    const guild = await Guild.found(ada, [bob, eve]);
    const channel = await guild.general();
    const [toBob, toEve] = [await listen(bob), await listen(eve)];
    await send(ada, channel.id, 'Before');
    await Promise.all([toBob, toEve].map((socket) => received(socket, 'message.sent', { body: 'Before' })));
    for (const socket of [toBob, toEve]) socket.close();
    await send(ada, channel.id, 'Meanwhile');
    await guild.kick(eve);
    const [bobAgain, eveAgain] = [await listen(bob, toBob.cursor), await listen(eve, toEve.cursor)];
    await received(bobAgain, 'message.sent', { body: 'Meanwhile' });
    await received(eveAgain, 'community.deleted', { id: guild.id });
    expect(eveAgain.received('message.sent')).toBe(false);
    expect(bobAgain.frames.filter(({ event }) => event === 'message.sent')).toHaveLength(1);
  });
});

describe('a direct channel', () => {
  it('begins for the receiver with its first message, and marks go back and forth', async () => {
    const [one, other] = (await world.people(2)) as [Person, Person];
    await world.befriend(one, other);
    const [toOne, toOther, toEve] = [await listen(one), await listen(other), await listen(eve)];
    const channel = await one.api.channels.openDirect({ body: { userId: other.id } });
    expect(await received(toOne, 'channel.created', { id: channel.id })).toMatchObject({
      peer: { id: other.id },
    });
    expect(toOther.received('channel.created')).toBe(false);
    const message = await send(one, channel.id);
    expect(await received(toOther, 'channel.created', { id: channel.id })).toMatchObject({
      peer: { id: one.id },
      viewer: { unread: 1 },
    });
    await received(toOther, 'message.sent', { id: message.id });
    const mark = { channelId: channel.id, userId: other.id };
    await received(toOne, 'channel.delivered', { ...mark, deliveredOrdinal: 1, readOrdinal: 0 });
    await other.api.messages.typing({ params: { channelId: channel.id } });
    expect(await received(toOne, 'user.typing', { channelId: channel.id })).toMatchObject({
      user: { id: other.id },
    });
    await other.api.messages.read({ params: { channelId: channel.id }, body: { messageId: message.id } });
    await received(toOne, 'channel.read', { ...mark, readOrdinal: 1 });
    expect(toOther.received('user.typing')).toBe(false);
    await settled(toEve);
    for (const event of ['message.sent', 'channel.read', 'channel.delivered', 'user.typing']) {
      expect(toEve.received(event)).toBe(false);
    }
  });

  it('counts as delivered what waited, once a device comes', async () => {
    const [one, other] = (await world.people(2)) as [Person, Person];
    await world.befriend(one, other);
    const toOne = await listen(one);
    const channel = await one.api.channels.openDirect({ body: { userId: other.id } });
    await send(one, channel.id);
    await send(one, channel.id);
    const toOther = await listen(other);
    const ready = toOther.frames[0]?.data.channels as Channel[];
    expect(ready).toMatchObject([{ id: channel.id, viewer: { unread: 2 } }]);
    await received(toOne, 'channel.delivered', { userId: other.id, deliveredOrdinal: 2 });
  });

  it('is announced to both when it closes and opens, and shows no marks across a block', async () => {
    const [one, other] = (await world.people(2)) as [Person, Person];
    await world.befriend(one, other);
    const channel = await one.api.channels.openDirect({ body: { userId: other.id } });
    const message = await send(one, channel.id);
    const [toOne, toOther] = [await listen(one), await listen(other)];
    const obstacle = async (socket: TestSocket, expected: string | null) =>
      eventually(() => {
        const updates = socket.frames.filter(
          ({ event, data }) => event === 'channel.permissions' && data.id === channel.id,
        );
        expect(updates.at(-1)?.data.viewer).toMatchObject({ writeObstacle: expected });
      });
    await other.api.graph.unfollow({ params: { userId: one.id } });
    await Promise.all([obstacle(toOne, 'not_mutual'), obstacle(toOther, 'not_mutual')]);
    await world.follow(other, one);
    await Promise.all([obstacle(toOne, null), obstacle(toOther, null)]);
    await other.api.users.updateMe({ body: { directMessages: 'nobody' } });
    await obstacle(toOne, 'not_accepting');
    await obstacle(toOther, null);
    await other.api.users.updateMe({ body: { directMessages: null } });
    await obstacle(toOne, null);
    await other.api.graph.block({ params: { userId: one.id } });
    await Promise.all([toOne, toOther].map((socket) => obstacle(socket, 'blocked_or_unavailable')));
    await other.api.messages.read({ params: { channelId: channel.id }, body: { messageId: message.id } });
    await received(toOther, 'channel.read', { userId: other.id });
    const later = await one.api.graph.follow({ params: { userId: eve.id } });
    expect(later.follow).toBe('following');
    await eventually(() => expect(toOther.frames.length).toBeGreaterThan(0));
    expect(toOne.received('channel.read')).toBe(false);
  });
});

describe('a community', () => {
  it('announces its changes to its members', async () => {
    const toBob = await listen(bob);
    const guild = await Guild.found(ada, [bob]);
    await received(toBob, 'member.joined', { communityId: guild.id, userId: bob.id });
    const channel = await guild.general();
    await received(toBob, 'channel.created', { id: channel.id });
    await ada.api.communities.update({ params: guild.params, body: { name: 'Renamed' } });
    expect(await received(toBob, 'community.updated', { name: 'Renamed' })).not.toHaveProperty('viewer');
    const role = await guild.role('New', [], bob);
    expect(await received(toBob, 'role.created', { id: role.id })).toEqual(role);
    await received(toBob, 'member.updated', { communityId: guild.id });
    await ada.api.roles.delete({ params: { ...guild.params, roleId: role.id } });
    await received(toBob, 'role.deleted', { id: role.id });
    await ada.api.channels.update({ params: { channelId: channel.id }, body: { topic: 'Anything' } });
    await received(toBob, 'channel.updated', { id: channel.id, topic: 'Anything' });
  });

  it('sends read marks to the devices of the reader alone', async () => {
    const guild = await Guild.found(ada, [bob]);
    const channel = await guild.general();
    const message = await send(ada, channel.id);
    const [toAda, toBob] = [await listen(ada), await listen(bob)];
    await bob.api.messages.read({ params: { channelId: channel.id }, body: { messageId: message.id } });
    await received(toBob, 'channel.read', { channelId: channel.id, readOrdinal: 1 });
    await send(bob, channel.id, 'Done');
    await received(toAda, 'message.sent', { body: 'Done' });
    expect(toAda.received('channel.read')).toBe(false);
  });
});

describe('typing', () => {
  it('goes out once in three seconds, to the others who may read the channel', async () => {
    const guild = await Guild.found(ada, [bob, eve]);
    const channel = await guild.channel('typing');
    await guild.overwrite(channel.id, eve.id, { deny: ['view_channel'] });
    const [toAda, toBob, toEve] = [await listen(ada), await listen(bob), await listen(eve)];
    const type = () => bob.api.messages.typing({ params: { channelId: channel.id } });
    for (let count = 0; count < 10; count += 1) await type();
    await received(toAda, 'user.typing', { channelId: channel.id });
    world.clock.advance(3_001);
    await type();
    await eventually(() =>
      expect(toAda.frames.filter(({ event }) => event === 'user.typing')).toHaveLength(2),
    );
    expect(toBob.received('user.typing')).toBe(false);
    expect(toEve.received('user.typing')).toBe(false);
  });
});

describe('a direct message to who does not follow back', () => {
  it('is refused alike over HTTP, Socket.IO and the plain gateway', async () => {
    const [stranger, peer] = (await world.people(2)) as [Person, Person];
    const data = { recipientId: peer.id, messageText: 'Hi', senderId: ada.id };
    const open = stranger.api.channels.openDirect({ body: { userId: peer.id } });
    expect(await refusal(open)).toBe('not_mutual');

    const plain = await listen(stranger);
    await expect(plain.command('message.sendDirect', data)).rejects.toThrow('not_mutual');

    const socketIo = connect(world.url, {
      auth: { token: await stranger.token() },
      transports: ['websocket'],
    });
    try {
      const answer = () => socketIo.timeout(5_000).emitWithAck('message.sendDirect', data);
      expect(await answer()).toMatchObject({ ok: false, problem: { code: 'not_mutual', status: 403 } });
      await world.befriend(stranger, peer);
      expect(await answer()).toMatchObject({ ok: true, data: { author: { id: stranger.id }, body: 'Hi' } });
    } finally {
      socketIo.close();
    }
  });
});

describe('commands', () => {
  it('do what HTTP does, with the same refusals', async () => {
    const guild = await Guild.found(ada, [bob]);
    const channel = await guild.general();
    const socket = await listen(bob);
    const sent = await socket.command('message.send', {
      channelId: channel.id,
      body: 'By socket',
      nonce: 'n',
    });
    expect(sent).toMatchObject({ ordinal: 1, author: { id: bob.id } });
    const again = await send(bob, channel.id, 'By socket', 'n');
    expect(again.id).toBe(sent.id);
    const readState = await socket.command('channel.read', { channelId: channel.id, messageId: sent.id });
    expect(readState).toMatchObject({ readOrdinal: 1 });
    await socket.command('typing.start', { channelId: channel.id });
    const [stranger, peer] = (await world.people(2)) as [Person, Person];
    const direct = await listen(stranger);
    const write = () => direct.command('message.sendDirect', { recipientId: peer.id, messageText: 'Hi' });
    await expect(write()).rejects.toThrow('not_mutual');
    const foreign = direct.command('message.send', { channelId: guild.id, body: 'Hi' } as never);
    await expect(foreign).rejects.toThrow('not_found');
    await world.befriend(stranger, peer);
    const message = await write();
    expect(message).toMatchObject({ ordinal: 1, body: 'Hi', author: { id: stranger.id } });
    const { items } = await peer.api.channels.mine();
    expect(items).toMatchObject([{ id: message.channelId, viewer: { unread: 1 } }]);
  });
});
