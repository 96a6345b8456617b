import { limits } from '@plaza/contract';
import { beforeAll, describe, expect, it } from 'vitest';
import { Guild } from '../communities/guild.js';
import { eventually, type Person, refusal, World } from '../support/world.js';

let world: World;
let ada: Person;
let bob: Person;
let eve: Person;
/** A job begins within a few seconds. */
const JOB_MS = 15_000;

beforeAll(async () => {
  world = await World.open();
  [ada, bob, eve] = (await world.people(3)) as [Person, Person, Person];
});

const listed = async (person: Person, guild: Guild) =>
  (await person.api.channels.list({ params: guild.params })).items;

describe('the channels of a community', () => {
  it('are made, changed and deleted by those who look after them', async () => {
    const guild = await Guild.found(ada, [bob]);
    await guild.general();
    const create = (person: Person) =>
      person.api.channels.create({
        params: guild.params,
        body: { type: 'text', name: 'Plans', topic: 'Soon' },
      });
    expect(await refusal(create(bob))).toBe('forbidden');
    await guild.role('Keeper', ['manage_channels'], bob);
    const channel = await create(bob);
    expect(channel).toMatchObject({ name: 'Plans', topic: 'Soon', position: 1, lastOrdinal: 0 });
    const params = { channelId: channel.id };
    const changed = await bob.api.channels.update({ params, body: { name: 'Done', slowModeSeconds: 5 } });
    expect(changed).toMatchObject({ name: 'Done', topic: 'Soon', slowModeSeconds: 5 });
    expect(await refusal(eve.api.channels.update({ params, body: { name: 'X' } }))).toBe('forbidden');
    expect(await refusal(eve.api.channels.delete({ params }))).toBe('forbidden');
    await bob.api.messages.send({ params, body: { body: 'Words' } });
    await bob.api.channels.delete({ params });
    expect(await refusal(ada.api.channels.get({ params }))).toBe('not_found');
    expect(await refusal(bob.api.messages.history({ params }))).toBe('not_found');
    await eventually(async () => {
      expect(await world.rows(`select id from messages where channel_id = $1`, [channel.id])).toEqual([]);
    });
  });

  it('keep an order without gaps while they are moved about', async () => {
    const guild = await Guild.found(ada);
    await guild.general();
    for (const name of ['b', 'c', 'd']) await guild.channel(name);
    const [first, , third] = await listed(ada, guild);
    await ada.api.channels.update({ params: { channelId: first?.id ?? '' }, body: { position: 2 } });
    await ada.api.channels.update({ params: { channelId: third?.id ?? '' }, body: { position: 500 } });
    const order = await listed(ada, guild);
    expect(order.map(({ name, position }) => [name, position])).toEqual([
      ['b', 0],
      ['general', 1],
      ['d', 2],
      ['c', 3],
    ]);
  });

  it('end at 500', async () => {
    const guild = await Guild.found(ada);
    await guild.general();
    await world.rows(
      `insert into channels (id, type, community_id, name, position, created_at)
       select gen_random_uuid(), 'text', $1, 'c' || n, n, now() from generate_series(1, $2::int) n`,
      [guild.id, limits.channelsPerCommunity - 1],
    );
    expect(await refusal(guild.channel('one more'))).toBe('limit_reached');
  });

  it('are erased with their community, parents and children alike', async () => {
    const guild = await Guild.found(ada);
    const [parent, child] = [await guild.channel('parent'), await guild.channel('child')];
    await world.rows(`update channels set parent_id = $1, overwrites_from = $1 where id = $2`, [
      parent.id,
      child.id,
    ]);
    await ada.api.messages.send({ params: { channelId: child.id }, body: { body: 'Gone soon' } });
    await ada.api.communities.delete({ params: guild.params });
    await eventually(async () => {
      expect(await world.rows(`select id from channels where community_id = $1`, [guild.id])).toEqual([]);
    }, JOB_MS);
  });

  it('leak nothing of a private one to those who may not view it', async () => {
    const guild = await Guild.found(ada, [bob, eve]);
    const open = await guild.general();
    const hidden = await guild.channel('secret plans', { topic: 'nobody knows' });
    await guild.overwrite(hidden.id, guild.everyone.id, { deny: ['view_channel'] });
    await guild.overwrite(hidden.id, bob.id, { allow: ['view_channel'] });
    const message = await bob.api.messages.send({ params: { channelId: hidden.id }, body: { body: 'Psst' } });
    const seen = await listed(bob, guild);
    expect(seen.map(({ id }) => id)).toEqual([open.id, hidden.id]);

    expect(JSON.stringify(await listed(eve, guild))).not.toContain(hidden.id);
    const params = { channelId: hidden.id };
    const messageParams = { messageId: message.id };
    const tries = [
      eve.api.channels.get({ params }),
      eve.api.channels.update({ params, body: { name: 'X' } }),
      eve.api.channels.delete({ params }),
      eve.api.channels.overwrites({ params }),
      eve.api.channels.permissions({ params }),
      eve.api.channels.putOverwrite({
        params: { ...params, roleOrUserId: eve.id },
        body: { allow: '1', deny: '0' },
      }),
      eve.api.messages.history({ params }),
      eve.api.messages.send({ params, body: { body: 'Hi' } }),
      eve.api.messages.typing({ params }),
      eve.api.messages.read({ params, body: { messageId: message.id } }),
      eve.api.messages.readStates({ params }),
      eve.api.messages.update({ params: messageParams, body: { body: 'X' } }),
      eve.api.messages.delete({ params: messageParams }),
      eve.api.messages.history({ params: { channelId: open.id }, query: { around: message.id } }),
      world.stranger().channels.get({ params }),
    ];
    expect(new Set(await Promise.all(tries.map(refusal)))).toEqual(new Set(['not_found']));
    const reply = eve.api.messages.send({
      params: { channelId: open.id },
      body: { body: 'Re', replyTo: message.id },
    });
    expect(await refusal(reply)).toBe('invalid_input');
  });

  it('show no messages to who may view but not read back, and count none as unread', async () => {
    const guild = await Guild.found(ada, [bob]);
    const channel = await guild.general();
    const params = { channelId: channel.id };
    await guild.overwrite(channel.id, guild.everyone.id, { deny: ['read_history'] });
    const message = await ada.api.messages.send({ params, body: { body: 'Not for all' } });
    expect(await refusal(bob.api.messages.history({ params }))).toBe('forbidden');
    expect(await refusal(bob.api.messages.read({ params, body: { messageId: message.id } }))).toBe(
      'forbidden',
    );
    const seen = await bob.api.channels.get({ params });
    expect(seen).toMatchObject({ lastOrdinal: 1, viewer: { unread: 0 } });
    const own = await bob.api.messages.send({ params, body: { body: 'Blind' } });
    const edited = await bob.api.messages.update({ params: { messageId: own.id }, body: { body: 'Dim' } });
    expect(edited.body).toBe('Dim');
  });
});
