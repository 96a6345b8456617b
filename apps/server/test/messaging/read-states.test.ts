import type { Message } from '@plaza/contract';
import { beforeAll, describe, expect, it } from 'vitest';
import { Guild } from '../communities/guild.js';
import { TestSocket } from '../support/socket.js';
import { eventually, type Person, refusal, World } from '../support/world.js';

let world: World;
let ada: Person;
let bob: Person;

beforeAll(async () => {
  world = await World.open();
  [ada, bob] = (await world.people(2)) as [Person, Person];
  await world.befriend(ada, bob);
});

const send = (person: Person, channelId: string): Promise<Message> =>
  person.api.messages.send({ params: { channelId }, body: { body: 'Hello' } });
const read = (person: Person, channelId: string, messageId: string) =>
  person.api.messages.read({ params: { channelId }, body: { messageId } });
const unread = async (person: Person, channelId: string) =>
  (await person.api.channels.get({ params: { channelId } })).viewer.unread;
const readStates = async (person: Person, channelId: string) =>
  (await person.api.messages.readStates({ params: { channelId } })).items;

const listen = async (person: Person) => TestSocket.open(world.url, await person.token());

async function direct(one: Person, other: Person): Promise<string> {
  return (await one.api.channels.openDirect({ body: { userId: other.id } })).id;
}

describe('the read mark', () => {
  it('moves forward, never back, and never counts what one wrote oneself', async () => {
    const channelId = (await (await Guild.found(ada, [bob])).general()).id;
    const written = [];
    for (const author of [ada, bob, ada, ada, bob]) written.push(await send(author, channelId));
    expect(await unread(bob, channelId)).toBe(3);
    const [first, , third, fourth] = written as [Message, Message, Message, Message];
    await expect(read(bob, channelId, third.id)).resolves.toMatchObject({ readOrdinal: 3 });
    expect(await unread(bob, channelId)).toBe(1);
    await expect(read(bob, channelId, first.id)).resolves.toMatchObject({ readOrdinal: 3 });
    expect(await unread(bob, channelId)).toBe(1);
    await read(bob, channelId, fourth.id);
    expect(await unread(bob, channelId)).toBe(0);
    await send(bob, channelId);
    expect(await unread(bob, channelId)).toBe(0);
    await send(ada, channelId);
    expect(await unread(bob, channelId)).toBe(1);
  });

  it('stands at the end for who joins, and for who comes back', async () => {
    const guild = await Guild.found(ada, [bob]);
    const channelId = (await guild.general()).id;
    await send(ada, channelId);
    const cleo = await world.person();
    await cleo.api.communities.join({ params: guild.params });
    expect(await unread(cleo, channelId)).toBe(0);
    const next = await send(ada, channelId);
    expect(await unread(cleo, channelId)).toBe(1);
    await read(cleo, channelId, next.id);
    await cleo.api.communities.leave({ params: guild.params });
    for (let count = 0; count < 3; count += 1) await send(ada, channelId);
    await eventually(async () => {
      const marks = await world.rows(`select 1 from read_states where channel_id = $1 and user_id = $2`, [
        channelId,
        cleo.id,
      ]);
      expect(marks).toEqual([]);
    });
    await cleo.api.communities.join({ params: guild.params });
    expect(await unread(cleo, channelId)).toBe(0);
  });

  it('cannot be set to a message of another channel, nor by who is no member', async () => {
    const guild = await Guild.found(ada, [bob]);
    const channelId = (await guild.general()).id;
    const other = await guild.channel('other');
    const [here, there] = [await send(ada, channelId), await send(ada, other.id)];
    expect(await refusal(read(bob, channelId, there.id))).toBe('invalid_input');
    const visitor = await world.person();
    expect(await refusal(read(visitor, channelId, here.id))).toBe('forbidden');
  });

  it('ends at the highest of all that were set at once, while more is written', async () => {
    const channelId = (await (await Guild.found(ada, [bob])).general()).id;
    let former = await send(ada, channelId);
    for (let round = 0; round < 50; round += 1) {
      const latest = await send(ada, channelId);
      await Promise.all([
        read(bob, channelId, latest.id),
        read(bob, channelId, former.id),
        send(bob, channelId),
      ]);
      const [row] = await world.rows(
        `select r.read_ordinal, r.own_unread_offset,
           (select count(*)::int from messages m
            where m.channel_id = r.channel_id and m.author_id = r.user_id and m.ordinal > r.read_ordinal) as counted
         from read_states r where r.channel_id = $1 and r.user_id = $2`,
        [channelId, bob.id],
      );
      expect(row?.read_ordinal).toBe(latest.ordinal);
      expect(row?.own_unread_offset).toBe(row?.counted);
      former = latest;
    }
    expect(await unread(bob, channelId)).toBe(0);
  });

  it('is nobody else’s business in a community', async () => {
    const channelId = (await (await Guild.found(ada, [bob])).general()).id;
    const message = await send(ada, channelId);
    await read(bob, channelId, message.id);
    expect((await readStates(ada, channelId)).map(({ userId }) => userId)).toEqual([ada.id]);
  });
});

describe('the marks of a direct channel', () => {
  it('go from sent to delivered to read, for both to see', async () => {
    const channelId = await direct(ada, bob);
    const message = await send(ada, channelId);
    const bobs = async () => (await readStates(ada, channelId)).find(({ userId }) => userId === bob.id);
    expect(await bobs()).toMatchObject({ deliveredOrdinal: 0, readOrdinal: 0 });
    await bob.api.messages.history({ params: { channelId } });
    await eventually(async () => expect(await bobs()).toMatchObject({ deliveredOrdinal: 1, readOrdinal: 0 }));
    await read(bob, channelId, message.id);
    expect(await bobs()).toMatchObject({ deliveredOrdinal: 1, readOrdinal: 1 });
  });

  it('are hidden from each other across a block', async () => {
    const [one, other] = (await world.people(2)) as [Person, Person];
    await world.befriend(one, other);
    const channelId = await direct(one, other);
    await send(one, channelId);
    expect(await readStates(one, channelId)).toHaveLength(2);
    await other.api.graph.block({ params: { userId: one.id } });
    expect((await readStates(one, channelId)).map(({ userId }) => userId)).toEqual([one.id]);
    expect((await readStates(other, channelId)).map(({ userId }) => userId)).toEqual([other.id]);
  });

  it('are hidden both ways as long as one of them wishes it', async () => {
    const [one, other] = (await world.people(2)) as [Person, Person];
    await world.befriend(one, other);
    const channelId = await direct(one, other);
    await send(one, channelId);
    await other.api.users.updateMe({ body: { sharesMarks: false } });
    expect((await readStates(one, channelId)).map(({ userId }) => userId)).toEqual([one.id]);
    expect((await readStates(other, channelId)).map(({ userId }) => userId)).toEqual([other.id]);
    await other.api.users.updateMe({ body: { sharesMarks: true } });
    expect(await readStates(one, channelId)).toHaveLength(2);
  });

  it('are not sent live to or about who hides them', async () => {
    const [one, other] = (await world.people(2)) as [Person, Person];
    await world.befriend(one, other);
    await one.api.users.updateMe({ body: { sharesMarks: false } });
    const channelId = await direct(one, other);
    const [toOne, toOther] = await Promise.all([listen(one), listen(other)]);
    for (const [author, reader, toAuthor] of [
      [one, other, toOne],
      [other, one, toOther],
    ] as const) {
      await read(reader, channelId, (await send(author, channelId)).id);
      const { id } = await send(reader, channelId);
      await eventually(() => expect(toAuthor.frames.some(({ data }) => data.id === id)).toBe(true));
    }
    const readers = (socket: TestSocket) =>
      socket.frames.filter(({ event }) => event === 'channel.read').map(({ data }) => data.userId);
    expect(readers(toOne)).toEqual([one.id]);
    expect(readers(toOther)).toEqual([other.id]);
    for (const socket of [toOne, toOther]) socket.close();
  });
});
