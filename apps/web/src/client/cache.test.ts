import { QueryClient, QueryObserver } from '@tanstack/react-query';
import { beforeEach, expect, it, vi } from 'vitest';
import { patchQueries, refreshQueries } from './cache.js';

let client: QueryClient;

beforeEach(() => {
  client = new QueryClient();
});

it('a patch changes every query below the key and no other', () => {
  client.setQueryData(['marks', 'one'], { read: 1 });
  client.setQueryData(['marks', 'two'], { read: 1 });
  client.setQueryData(['others'], { read: 1 });
  patchQueries<{ read: number }>(client, ['marks'], ({ read }) => ({ read: read + 1 }));
  expect(client.getQueryData(['marks', 'one'])).toEqual({ read: 2 });
  expect(client.getQueryData(['marks', 'two'])).toEqual({ read: 2 });
  expect(client.getQueryData(['others'])).toEqual({ read: 1 });
});

it('a refresh during the first load loads once more after it', async () => {
  const answers = [Promise.withResolvers<string>(), Promise.withResolvers<string>()];
  const queryFn = vi.fn(() => answers[queryFn.mock.calls.length - 1]?.promise ?? Promise.reject());
  const observer = new QueryObserver(client, { queryKey: ['tree'], queryFn });
  const stop = observer.subscribe(() => undefined);
  refreshQueries(client, ['tree']);
  expect(queryFn).toHaveBeenCalledTimes(1);
  answers[0]?.resolve('before the event');
  await vi.waitFor(() => expect(queryFn).toHaveBeenCalledTimes(2));
  answers[1]?.resolve('after the event');
  await vi.waitFor(() => expect(client.getQueryData(['tree'])).toBe('after the event'));
  stop();
});
