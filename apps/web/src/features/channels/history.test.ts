import type { SharedMessage } from '@plaza/contract';
import { QueryClient } from '@tanstack/react-query';
import { beforeEach, expect, it, vi } from 'vitest';
import { sampleMessage } from '../../client/testing/samples.js';
import {
  historyQuery,
  keepNewestPage,
  markDeleted,
  moveReadState,
  putMessage,
  readStatesQuery,
} from './history.js';

vi.mock('../../client/plaza.js', () => ({ plaza: {}, session: {} }));

const { channelId } = sampleMessage(0);
const { queryKey } = historyQuery(channelId);
let client: QueryClient;

beforeEach(() => {
  client = new QueryClient();
  load([sampleMessage(20), sampleMessage(18)], [sampleMessage(16), sampleMessage(14)]);
});

function load(...pages: SharedMessage[][]): void {
  client.setQueryData(queryKey, {
    pages: pages.map((items) => ({ items, hasOlder: true })),
    pageParams: pages.map((_, index) => `${index}`),
  });
}

function ordinals(): number[][] | undefined {
  return client.getQueryData(queryKey)?.pages.map((page) => page.items.map(({ ordinal }) => ordinal));
}

function message(ordinal: number): SharedMessage | undefined {
  return client
    .getQueryData(queryKey)
    ?.pages.flatMap((page) => page.items)
    .find((one) => one.ordinal === ordinal);
}

it.each([
  [
    21,
    [
      [21, 20, 18],
      [16, 14],
    ],
  ],
  [
    19,
    [
      [20, 19, 18],
      [16, 14],
    ],
  ],
  [
    17,
    [
      [20, 18],
      [17, 16, 14],
    ],
  ],
])('message %i is inserted where it belongs', (ordinal, expected) => {
  putMessage(client, sampleMessage(ordinal));
  expect(ordinals()).toEqual(expected);
});

it('a message older than all that is loaded comes with its page', () => {
  putMessage(client, sampleMessage(13));
  expect(ordinals()).toEqual([
    [20, 18],
    [16, 14],
  ]);
});

it('the first message of a channel is inserted', () => {
  load([]);
  putMessage(client, sampleMessage(1));
  expect(ordinals()).toEqual([[1]]);
});

it('a message that comes twice is there once, as edited last, and keeps its nonce', () => {
  putMessage(client, sampleMessage(18, { nonce: 'mine' }));
  putMessage(client, sampleMessage(18, { body: 'Edited', editedAt: '2026-05-01T13:00:00.000Z' }));
  putMessage(client, sampleMessage(18, { body: 'Before the edit' }));
  expect(ordinals()).toEqual([
    [20, 18],
    [16, 14],
  ]);
  expect(message(18)).toMatchObject({ body: 'Edited', nonce: 'mine' });
});

it('a deleted message leaves its tombstone, whatever comes late', () => {
  const { id } = sampleMessage(18);
  markDeleted(client, id, '2026-05-01T13:00:00.000Z');
  putMessage(client, sampleMessage(18, { body: 'Late', editedAt: '2026-05-01T14:00:00.000Z' }));
  expect(message(18)).toMatchObject({ body: '', deletedAt: '2026-05-01T13:00:00.000Z' });
});

it('only the newest page is kept on request', () => {
  keepNewestPage(client, channelId);
  expect(ordinals()).toEqual([[20, 18]]);
});

it('marks never go back', () => {
  const userId = sampleMessage(0).author.id;
  const marks = readStatesQuery(channelId).queryKey;
  client.setQueryData(marks, { items: [{ channelId, userId, deliveredOrdinal: 9, readOrdinal: 5 }] });
  moveReadState(client, { channelId, userId, deliveredOrdinal: 8, readOrdinal: 7 });
  expect(client.getQueryData(marks)).toEqual({
    items: [{ channelId, userId, deliveredOrdinal: 9, readOrdinal: 7 }],
  });
});
