import { type ChannelId, type Message, messages } from '@plaza/contract';
import { beforeAll, describe, expect, it } from 'vitest';
import { Guild } from '../communities/guild.js';
import { type Person, refusal, World } from '../support/world.js';

let world: World;
let ada: Person;
let bob: Person;
let cleo: Person;

beforeAll(async () => {
  world = await World.open();
  [ada, bob, cleo] = (await world.people(3)) as [Person, Person, Person];
});

async function conversation(): Promise<{ guild: Guild; channelId: ChannelId }> {
  const guild = await Guild.found(ada, [bob, cleo]);
  return { guild, channelId: (await guild.general()).id };
}

interface Draft {
  body?: string;
  replyTo?: string;
  nonce?: string;
}

const send = (person: Person, channelId: string, draft: Draft = {}) =>
  person.api.messages.send({ params: { channelId }, body: { body: 'Hello', ...draft } });
const edit = (person: Person, messageId: string, body: string) =>
  person.api.messages.update({ params: { messageId }, body: { body } });
const remove = (person: Person, messageId: string) => person.api.messages.delete({ params: { messageId } });
const history = async (person: Person, channelId: string): Promise<Message[]> =>
  (await person.api.messages.history({ params: { channelId } })).items;
const eventsOf = async (channelId: string) =>
  (
    await world.rows<{ name: string }>(
      `select name from events where subject->>'channelId' = $1 and name like 'message.%' order by xid, id`,
      [channelId],
    )
  ).map(({ name }) => name);

describe('sending', () => {
  it('numbers the messages of a channel one by one', async () => {
    const { channelId } = await conversation();
    const first = await send(ada, channelId);
    const second = await send(bob, channelId, { body: '  Hello  back\r\n', replyTo: first.id, nonce: 'n1' });
    expect(first).toMatchObject({ ordinal: 1, author: { id: ada.id }, replyTo: null, nonce: null });
    expect(second).toMatchObject({ ordinal: 2, body: 'Hello  back', replyTo: first.id, nonce: 'n1' });
    expect(second.viewer.can).toEqual({ edit: true, delete: true });
    const seen = await history(ada, channelId);
    expect(seen.map(({ ordinal, nonce }) => [ordinal, nonce])).toEqual([
      [2, null],
      [1, null],
    ]);
    expect(seen[0]?.viewer.can).toEqual({ edit: false, delete: true });
    expect((await history(cleo, channelId))[0]?.viewer.can).toEqual({ edit: false, delete: false });
  });

  it('leaves no gap and no double when all write at once, and the log has their order', async () => {
    const { channelId } = await conversation();
    const sent = await Promise.all(
      Array.from({ length: 60 }, (_, index) => send([ada, bob, cleo][index % 3] as Person, channelId)),
    );
    const ordinals = sent.map(({ ordinal }) => ordinal).toSorted((a, b) => a - b);
    expect(ordinals).toEqual(Array.from({ length: 60 }, (_, index) => index + 1));
    const logged = await world.rows<{ ordinal: number }>(
      `select (subject->>'ordinal')::int as ordinal from events
       where name = 'message.sent' and subject->>'channelId' = $1 order by xid, id`,
      [channelId],
    );
    expect(logged.map(({ ordinal }) => ordinal)).toEqual(ordinals);
  });

  it('refuses what nobody could read', async () => {
    const { channelId } = await conversation();
    const token = await ada.token();
    const path = messages.send.path.replace('{channelId}', channelId);
    const bodies: unknown[] = ['', ' \n ', 'x'.repeat(4001), '\u200b\u200d', 'a\0b', '\ud800', 7, null];
    for (const body of bodies) {
      expect(await world.request('POST', path, { token, body: { body } })).toMatchObject({ status: 422 });
    }
    expect(await history(ada, channelId)).toEqual([]);
    expect(await send(ada, channelId, { body: 'x'.repeat(4000) })).toMatchObject({ ordinal: 1 });
  });

  it('belongs to whoever the token belongs to', async () => {
    const { channelId } = await conversation();
    const answer = await world.request('POST', messages.send.path.replace('{channelId}', channelId), {
      token: await ada.token(),
      body: { body: 'Hi', senderId: bob.id },
    });
    expect(answer.status).toBe(422);
  });
});

describe('a nonce', () => {
  it('makes one message of twenty at once, and of any retry in a day', async () => {
    const { channelId } = await conversation();
    const sent = await Promise.all(Array.from({ length: 20 }, () => send(ada, channelId, { nonce: 'once' })));
    expect(new Set(sent.map(({ id }) => id)).size).toBe(1);
    world.clock.advance(23 * 3_600_000);
    expect((await send(ada, channelId, { nonce: 'once' })).id).toBe(sent[0]?.id);
    expect(await eventsOf(channelId)).toEqual(['message.sent']);
    expect(await refusal(send(ada, channelId, { nonce: 'once', body: 'Else' }))).toBe('nonce_reused');
    world.clock.advance(3_600_001);
    expect((await send(ada, channelId, { nonce: 'once', body: 'Else' })).id).not.toBe(sent[0]?.id);
  });

  it('makes one message of two at once, fifty times', async () => {
    const { channelId } = await conversation();
    for (let round = 0; round < 50; round += 1) {
      const [one, other] = await Promise.all([
        send(ada, channelId, { nonce: `n${round}` }),
        send(ada, channelId, { nonce: `n${round}` }),
      ]);
      expect(one.id).toBe(other.id);
      expect(one.ordinal).toBe(round + 1);
    }
  });

  it('is each author’s own, and each channel’s', async () => {
    const [one, other] = [await conversation(), await conversation()];
    const sent = [
      await send(ada, one.channelId, { nonce: 'n' }),
      await send(bob, one.channelId, { nonce: 'n' }),
      await send(ada, other.channelId, { nonce: 'n' }),
    ];
    expect(new Set(sent.map(({ id }) => id)).size).toBe(3);
  });

  it('still knows its message after an edit, and after the message is gone', async () => {
    const { channelId } = await conversation();
    const sent = await send(ada, channelId, { nonce: 'n', body: 'First' });
    await edit(ada, sent.id, 'Second');
    expect(await send(ada, channelId, { nonce: 'n', body: 'First' })).toMatchObject({
      id: sent.id,
      body: 'Second',
    });
    expect(await refusal(send(ada, channelId, { nonce: 'n', body: 'Second' }))).toBe('nonce_reused');
    await remove(ada, sent.id);
    const again = await send(ada, channelId, { nonce: 'n', body: 'First' });
    expect(again).toMatchObject({ id: sent.id, body: '', deletedAt: expect.any(String) });
  });
});

describe('slow mode', () => {
  it('says the time left, counts only what was sent, and spares who may bypass it', async () => {
    const { guild } = await conversation();
    const channel = await guild.channel('slow', { slowModeSeconds: 30 });
    await guild.role('Quick', ['bypass_slow_mode'], cleo);
    await send(bob, channel.id, { nonce: 'n' });
    world.clock.advance(10_000);
    const error = await send(bob, channel.id).catch((refused) => refused);
    expect(error).toMatchObject({ code: 'slow_mode', status: 429 });
    expect(error.retryAfterSeconds).toBeGreaterThan(15);
    expect(error.retryAfterSeconds).toBeLessThanOrEqual(20);
    await expect(send(bob, channel.id, { nonce: 'n' })).resolves.toMatchObject({ ordinal: 1 });
    for (const person of [cleo, ada])
      for (let count = 0; count < 3; count += 1) await send(person, channel.id);
    world.clock.advance(20_000);
    await expect(send(bob, channel.id)).resolves.toMatchObject({ author: { id: bob.id } });
  });

  it('lets one of many at once through', async () => {
    const { guild } = await conversation();
    const channel = await guild.channel('slow', { slowModeSeconds: 30 });
    const results = await Promise.allSettled(Array.from({ length: 10 }, () => send(bob, channel.id)));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });
});

describe('changing messages', () => {
  it('is the author’s, and marks the message as edited', async () => {
    const { channelId } = await conversation();
    const sent = await send(bob, channelId, { body: 'Befor' });
    expect(await refusal(edit(ada, sent.id, 'Mine'))).toBe('forbidden');
    const edited = await edit(bob, sent.id, 'Before');
    expect(edited).toMatchObject({ id: sent.id, ordinal: 1, body: 'Before', editedAt: expect.any(String) });
    await edit(bob, sent.id, 'Before');
    expect(await eventsOf(channelId)).toEqual(['message.sent', 'message.updated']);
  });

  it('leaves a tombstone for a deleted message, and its words nowhere', async () => {
    const { guild, channelId } = await conversation();
    const [first, second] = [await send(bob, channelId, { body: 'Regretted' }), await send(bob, channelId)];
    expect(await refusal(remove(cleo, first.id))).toBe('forbidden');
    await remove(bob, first.id);
    await remove(bob, first.id);
    await guild.role('Moderator', ['manage_messages'], cleo);
    await remove(cleo, second.id);
    const seen = await history(bob, channelId);
    expect(seen.map(({ ordinal, body, deletedAt }) => [ordinal, body, deletedAt !== null])).toEqual([
      [2, '', true],
      [1, '', true],
    ]);
    expect(seen[0]?.viewer.can).toEqual({ edit: false, delete: false });
    expect(await refusal(edit(bob, first.id, 'Back'))).toBe('not_found');
    for (const table of ['messages', 'events', 'notifications', 'audit_log', 'idempotency_keys']) {
      const traces = await world.rows(`select 1 from ${table} t where t::text like '%Regretted%'`);
      expect(traces, table).toEqual([]);
    }
    const audit = await world.rows(`select action from audit_log where target_id = $1`, [second.id]);
    expect(audit).toEqual([{ action: 'message.deleted' }]);
    await expect(send(bob, channelId)).resolves.toMatchObject({ ordinal: 3 });
  });

  it('ends with the right to write', async () => {
    const { guild, channelId } = await conversation();
    const sent = await send(bob, channelId);
    await guild.overwrite(channelId, guild.everyone.id, { deny: ['send_messages'] });
    expect(await refusal(edit(bob, sent.id, 'Changed'))).toBe('forbidden');
    expect((await history(bob, channelId))[0]?.viewer.can).toEqual({ edit: false, delete: true });
    await remove(bob, sent.id);
  });
});

describe('a member who is removed while their message is in flight', () => {
  it('has written it whole and before, or not at all', async () => {
    const guild = await Guild.found(ada);
    const { id: channelId } = await guild.channel();
    for (let round = 0; round < 50; round += 1) {
      await bob.api.communities.join({ params: guild.params });
      const removal = round % 2 ? guild.kick(bob) : guild.ban(bob);
      const attempts = Array.from({ length: 3 }, () => send(bob, channelId));
      const results = await Promise.allSettled([...attempts, removal]);
      const logged = await world.rows<{ name: string }>(
        `select name from events
         where (name = 'message.sent' and subject->>'channelId' = $1)
            or (name in ('member.left', 'member.joined') and subject->>'communityId' = $2)
         order by xid, id`,
        [channelId, guild.id],
      );
      const names = logged.map(({ name }) => name);
      const thisRound = names.slice(names.lastIndexOf('member.joined') + 1);
      const outcomes = results.slice(0, 3);
      const acknowledged = outcomes.filter(({ status }) => status === 'fulfilled').length;
      expect(thisRound).toEqual([
        ...Array.from({ length: acknowledged }, () => 'message.sent'),
        'member.left',
      ]);
      for (const outcome of outcomes) {
        if (outcome.status === 'rejected') expect(['not_found', 'forbidden']).toContain(outcome.reason.code);
      }
      if (round % 2 === 0) await ada.api.communities.unban({ params: guild.memberParams(bob) });
    }
  });
});
