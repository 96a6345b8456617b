import type { Message } from '@plaza/contract';
import { beforeAll, describe, expect, it } from 'vitest';
import { Guild } from '../communities/guild.js';
import { type Person, refusal, World } from '../support/world.js';

const HOUR = 3_600_000;

let world: World;
let ada: Person;
let channelId: string;
/** Ten messages, an hour apart. */
const sent: Message[] = [];

beforeAll(async () => {
  world = await World.open();
  ada = await world.person();
  channelId = (await (await Guild.found(ada)).general()).id;
  for (let count = 1; count <= 10; count += 1) {
    sent.push(await ada.api.messages.send({ params: { channelId }, body: { body: `Message ${count}` } }));
    world.clock.advance(HOUR);
  }
});

type Query = NonNullable<Parameters<Person['api']['messages']['history']>[0]['query']>;

async function page(query: Query = {}) {
  const { items, hasOlder, hasNewer } = await ada.api.messages.history({ params: { channelId }, query });
  return [items.map(({ ordinal }) => ordinal).join(' '), hasOlder, hasNewer];
}

const message = (ordinal: number) => sent[ordinal - 1] as Message;
const id = (ordinal: number) => message(ordinal).id;

describe('the history of a channel', () => {
  it('is newest first', async () => {
    expect(await page()).toEqual(['10 9 8 7 6 5 4 3 2 1', false, false]);
    expect(await page({ limit: 3 })).toEqual(['10 9 8', true, false]);
  });

  it('goes back before a message, and forward after one, oldest first', async () => {
    expect(await page({ before: id(8), limit: 3 })).toEqual(['7 6 5', true, true]);
    expect(await page({ before: id(3), limit: 5 })).toEqual(['2 1', false, true]);
    expect(await page({ before: id(1) })).toEqual(['', false, true]);
    expect(await page({ after: id(3), limit: 3 })).toEqual(['4 5 6', true, true]);
    expect(await page({ after: id(8), limit: 5 })).toEqual(['9 10', true, false]);
    expect(await page({ after: id(10) })).toEqual(['', true, false]);
  });

  it('shows a message in the midst of its neighbours', async () => {
    expect(await page({ around: id(5), limit: 5 })).toEqual(['7 6 5 4 3', true, true]);
    expect(await page({ around: id(5), limit: 4 })).toEqual(['6 5 4 3', true, true]);
    expect(await page({ around: id(1), limit: 5 })).toEqual(['5 4 3 2 1', false, true]);
    expect(await page({ around: id(10), limit: 5 })).toEqual(['10 9 8', true, false]);
    expect(await page({ around: id(10), limit: 1 })).toEqual(['10', true, false]);
  });

  it('keeps to a span of time, its ends included', async () => {
    const span = { from: message(3).createdAt, to: message(7).createdAt };
    expect(await page(span)).toEqual(['7 6 5 4 3', false, false]);
    expect(await page({ ...span, limit: 2 })).toEqual(['7 6', true, false]);
    expect(await page({ ...span, before: id(6) })).toEqual(['5 4 3', false, true]);
    expect(await page({ ...span, after: id(6) })).toEqual(['7', true, false]);
    expect(await page({ from: message(9).createdAt })).toEqual(['10 9', false, false]);
    expect(await page({ to: message(1).createdAt })).toEqual(['1', false, false]);
    expect(await page({ from: '2199-01-01T00:00:00Z' })).toEqual(['', false, false]);
    expect(await page({ to: '2001-01-01T00:00:00Z' })).toEqual(['', false, false]);
  });

  it('can be walked both ways without gap or repetition while more is written', async () => {
    const { id: busyId } = await (await Guild.found(ada)).general();
    const params = { channelId: busyId };
    for (let count = 0; count < 12; count += 1) {
      await ada.api.messages.send({ params, body: { body: `Busy ${count}` } });
    }
    const walked: number[] = [];
    let query: Query = { limit: 5 };
    for (;;) {
      const { items, hasOlder } = await ada.api.messages.history({ params, query });
      walked.push(...items.map(({ ordinal }) => ordinal));
      await ada.api.messages.send({ params, body: { body: 'And one more' } });
      if (!hasOlder) break;
      query = { limit: 5, before: items.at(-1)?.id };
    }
    expect(walked).toEqual(Array.from({ length: 12 }, (_, index) => 12 - index));
  });

  it('refuses contradictions and what is out of all bounds', async () => {
    const queries: Record<string, string>[] = [
      { before: id(2), after: id(3) },
      { around: id(2), after: id(3) },
      { from: message(7).createdAt, to: message(3).createdAt },
      { from: '0000-01-01T00:00:00Z' },
      { to: '9999-12-31T00:00:00Z' },
      { limit: '0' },
      { limit: '101' },
      { limit: '-1' },
      { limit: '1e9' },
      { limit: '2.5' },
      { before: 'yesterday' },
      { since: id(1) },
    ];
    const token = await ada.token();
    for (const query of queries) {
      const path = `/channels/${channelId}/messages?${new URLSearchParams(query)}`;
      expect(await world.request('GET', path, { token }), JSON.stringify(query)).toMatchObject({
        status: 422,
      });
    }
  });

  it('knows no message of another channel', async () => {
    const elsewhere = await (await Guild.found(ada)).general();
    const foreign = await ada.api.messages.send({
      params: { channelId: elsewhere.id },
      body: { body: 'Elsewhere' },
    });
    for (const query of [{ before: foreign.id }, { after: foreign.id }, { around: foreign.id }]) {
      const call = ada.api.messages.history({ params: { channelId }, query });
      expect(await refusal(call)).toBe('not_found');
    }
  });

  it('keeps time in the order of messages when the clock is put back', async () => {
    const { id: steadyId } = await (await Guild.found(ada)).general();
    const send = () => ada.api.messages.send({ params: { channelId: steadyId }, body: { body: 'Tick' } });
    const first = await send();
    world.clock.advance(-HOUR);
    const second = await send();
    world.clock.advance(HOUR);
    expect(second.createdAt >= first.createdAt).toBe(true);
  });
});
