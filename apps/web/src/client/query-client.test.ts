import { PlazaError } from '@plaza/sdk';
import { InfiniteQueryObserver, QueryObserver } from '@tanstack/react-query';
import { expect, it, vi } from 'vitest';
import { itemsOf, listOptions } from './lists.js';
import { createQueryClient } from './query-client.js';

function unknownCursor(): PlazaError {
  return new PlazaError({ type: 'about:blank', title: 'Not a cursor', status: 400, code: 'cursor_invalid' });
}

it('a list whose cursors the server does not know any more is loaded anew', async () => {
  const client = createQueryClient();
  let version = 1;
  const load = async ({ cursor }: { cursor?: string }) => {
    if (cursor && cursor !== `v${version}`) throw unknownCursor();
    return { items: [cursor ?? 'first'], nextCursor: cursor ? null : `v${version}` };
  };
  const list = new InfiniteQueryObserver(client, listOptions(['list'], load));
  const stop = list.subscribe(() => undefined);
  await vi.waitFor(() => expect(list.getCurrentResult().hasNextPage).toBe(true));
  version = 2;
  await list.fetchNextPage();
  await vi.waitFor(() => expect(list.getCurrentResult().isSuccess).toBe(true));
  await list.fetchNextPage();
  expect(itemsOf(list.getCurrentResult().data)).toEqual(['first', 'v2']);
  stop();
});

it('a query that begins with an old cursor of another answer has that answer loaded anew', async () => {
  const client = createQueryClient();
  const loadFeed = vi.fn(async () => ({ items: [], nextCursor: null }));
  const feed = new InfiniteQueryObserver(client, listOptions(['feed'], loadFeed));
  const countNew = vi.fn().mockRejectedValue(unknownCursor());
  const stops = [feed.subscribe(() => undefined)];
  await vi.waitFor(() => expect(loadFeed).toHaveBeenCalledTimes(1));
  const news = new QueryObserver(client, {
    queryKey: ['new', 'v1'],
    queryFn: countNew,
    meta: { cursorFrom: [['feed']] },
  });
  stops.push(news.subscribe(() => undefined));
  await vi.waitFor(() => expect(loadFeed).toHaveBeenCalledTimes(2));
  expect(countNew).toHaveBeenCalledTimes(1);
  for (const stop of stops) stop();
});
