import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Guild, has, permissions } from '../communities/guild.js';
import type { TestSocket } from '../support/socket.js';
import { eventually, type Person, World } from '../support/world.js';
import { LiveSockets, received, send } from './live-sockets.js';

let world: World;
let ada: Person;
let bob: Person;
let eve: Person;
const sockets = new LiveSockets();
/** A delayed job begins within a few seconds. */
const JOB_MS = 15_000;

beforeAll(async () => {
  world = await World.open();
  [ada, bob, eve] = (await world.people(3)) as [Person, Person, Person];
});

afterEach(() => sockets.closeAll());

const listen = (person: Person) => sockets.open(world, person);

describe('permissions', () => {
  it('end on open sockets when a member is removed', async () => {
    for (const remove of ['kick', 'ban'] as const) {
      const guild = await Guild.found(ada, [bob, eve]);
      const channel = await guild.general();
      const [toBob, toEve] = [await listen(bob), await listen(eve)];
      await guild[remove](eve);
      await received(toEve, 'community.deleted', { id: guild.id });
      await received(toEve, 'channel.deleted', { id: channel.id, communityId: guild.id });
      await received(toBob, 'member.left', { userId: eve.id });
      await send(ada, channel.id, 'Without Eve');
      await received(toBob, 'message.sent', { channelId: channel.id });
      expect(toEve.received('message.sent', { channelId: channel.id })).toBe(false);
    }
  });

  it('come and go with roles and overwrites: channels appear, change and vanish', async () => {
    const guild = await Guild.found(ada, [bob]);
    const hidden = await guild.channel('hidden');
    await guild.overwrite(hidden.id, guild.everyone.id, { deny: ['view_channel'] });
    const keeper = await guild.role('Keeper');
    await guild.overwrite(hidden.id, keeper.id, { allow: ['view_channel'] });
    await send(ada, hidden.id);
    const toBob = await listen(bob);
    await guild.give(keeper.id, bob);
    expect(await received(toBob, 'channel.created', { id: hidden.id })).toMatchObject({
      name: 'hidden',
      viewer: { unread: 1, can: { send: true } },
    });
    await guild.overwrite(hidden.id, keeper.id, { allow: ['view_channel'], deny: ['send_messages'] });
    await eventually(() => {
      const changed = toBob.frames.findLast(
        ({ event, data }) => event === 'channel.permissions' && data.id === hidden.id,
      );
      expect(changed?.data.viewer).toMatchObject({ can: { send: false }, writeObstacle: 'forbidden' });
    });
    await ada.api.roles.take({ params: { ...guild.memberParams(bob), roleId: keeper.id } });
    await received(toBob, 'channel.deleted', { id: hidden.id });
    await guild.overwrite(hidden.id, bob.id, { allow: ['view_channel'] });
    await eventually(() =>
      expect(
        toBob.frames.filter(({ event, data }) => event === 'channel.created' && data.id === hidden.id),
      ).toHaveLength(2),
    );
    await ada.api.channels.delete({ params: { channelId: hidden.id } });
    await eventually(() =>
      expect(
        toBob.frames.filter(({ event, data }) => event === 'channel.deleted' && data.id === hidden.id),
      ).toHaveLength(2),
    );
  });

  it('that a role or a time-out takes are sent for every channel, once for all who have the same', async () => {
    const guild = await Guild.found(ada, [bob, eve]);
    const channel = await guild.general();
    const [toBob, toEve] = [await listen(bob), await listen(eve)];
    const maySend = (socket: TestSocket, expected: boolean, patienceMs?: number) =>
      eventually(() => {
        const changed = socket.frames.findLast(
          ({ event, data }) => event === 'channel.permissions' && data.id === channel.id,
        );
        expect(changed?.data.viewer).toMatchObject({ can: { send: expected } });
      }, patienceMs);
    await ada.api.roles.update({
      params: { ...guild.params, roleId: guild.everyone.id },
      body: { permissions: permissions('view_channel', 'read_history') },
    });
    await Promise.all([maySend(toBob, false), maySend(toEve, false)]);
    await guild.letEveryone('view_channel', 'read_history', 'send_messages');
    await Promise.all([maySend(toBob, true), maySend(toEve, true)]);
    const before = toEve.frames.filter(({ event }) => event === 'channel.permissions').length;
    const timedOutUntil = new Date(world.clock.milliseconds() + 1_000).toISOString();
    await ada.api.communities.updateMember({ params: guild.memberParams(bob), body: { timedOutUntil } });
    await maySend(toBob, false);
    await received(toEve, 'member.updated', { communityId: guild.id });
    await maySend(toBob, true, JOB_MS);
    await eventually(() => {
      const changed = toEve.frames.findLast(({ event }) => event === 'member.updated');
      expect(changed?.data).toMatchObject({ timedOutUntil: null });
    });
    expect(toEve.frames.filter(({ event }) => event === 'channel.permissions')).toHaveLength(before);
  });

  it('end with the community', async () => {
    const guild = await Guild.found(ada, [bob]);
    const channel = await guild.general();
    const toBob = await listen(bob);
    await ada.api.communities.delete({ params: guild.params });
    await received(toBob, 'community.deleted', { id: guild.id });
    await received(toBob, 'channel.deleted', { id: channel.id });
  });

  it('of a channel that inherits follow those of its parent, until it has overwrites of its own', async () => {
    const guild = await Guild.found(ada, [bob]);
    const [parent, child] = [await guild.channel('parent'), await guild.channel('child')];
    await world.rows(`update channels set parent_id = $1, overwrites_from = $1 where id = $2`, [
      parent.id,
      child.id,
    ]);
    const toBob = await listen(bob);
    const maySend = (expected: boolean) =>
      eventually(() => {
        const changed = toBob.frames.findLast(
          ({ event, data }) => event === 'channel.permissions' && data.id === child.id,
        );
        expect(changed?.data.viewer).toMatchObject({ can: { send: expected } });
      });
    await guild.overwrite(parent.id, guild.everyone.id, { deny: ['send_messages'] });
    await maySend(false);
    await guild.overwrite(parent.id, guild.everyone.id, { deny: ['view_channel'] });
    await received(toBob, 'channel.deleted', { id: parent.id });
    await received(toBob, 'channel.deleted', { id: child.id });
    await guild.overwrite(parent.id, guild.everyone.id, { deny: ['send_messages'] });
    await received(toBob, 'channel.created', { id: child.id });

    await guild.overwrite(child.id, bob.id, { allow: ['mention_everyone'] });
    const { items } = await ada.api.channels.overwrites({ params: { channelId: child.id } });
    expect(items.map(({ targetId }) => targetId).toSorted()).toEqual([guild.everyone.id, bob.id].toSorted());
    await guild.overwrite(parent.id, guild.everyone.id, {});
    await guild.overwrite(child.id, bob.id, {});
    const held = async (channelId: string) =>
      (await bob.api.channels.get({ params: { channelId } })).viewer.permissions;
    expect(has(await held(parent.id), 'send_messages')).toBe(true);
    expect(has(await held(child.id), 'send_messages')).toBe(false);
  });
});

describe('what changes in a channel', () => {
  it('is one frame for all who may view it, and says nothing of any of them', async () => {
    const guild = await Guild.found(ada, [bob, eve]);
    const channel = await guild.channel('before');
    await guild.overwrite(channel.id, eve.id, { deny: ['view_channel'] });
    const [toAda, toBob, toEve] = [await listen(ada), await listen(bob), await listen(eve)];
    await ada.api.channels.update({ params: { channelId: channel.id }, body: { name: 'after' } });
    const change = await received(toBob, 'channel.updated', { id: channel.id, name: 'after' });
    expect(await received(toAda, 'channel.updated', { id: channel.id })).toEqual(change);
    expect(change).not.toHaveProperty('viewer');
    const marker = await guild.channel('marker');
    await received(toEve, 'channel.created', { id: marker.id });
    expect(toEve.received('channel.updated')).toBe(false);
  });
});
