import type { EntryId, UserId } from '@plaza/contract';
import { expect, it } from 'vitest';
import { EntryParts } from '../../src/modules/entries/index.js';
import '../../src/modules/entries/votes/votes.queries.js';
import { type Person, World } from '../support/world.js';

const world = await World.open();

it('a registered part stands in every answer, and is loaded once for a page, of those that may have it', async () => {
  const [ada, bob] = (await world.people(2)) as [Person, Person];
  const loaded: number[] = [];
  world.server.app.get(EntryParts, { strict: false }).registerForViewer('vote', {
    mayHave: ({ title }, viewerId: UserId | null) => viewerId !== null && title !== 'Without',
    none: 0,
    load: async (_viewerId, rows) => {
      loaded.push(rows.length);
      return new Map(rows.map(({ id }): [EntryId, 1] => [id, 1]));
    },
  });
  for (const title of ['One', 'Without', 'Two']) await ada.api.posts.create({ body: { title, body: '…' } });
  loaded.length = 0;

  const { items } = await bob.api.posts.list({ query: { sort: 'new', authorId: ada.id } });
  expect(items.map(({ title, viewer }) => [title, viewer.vote])).toEqual([
    ['Two', 1],
    ['Without', 0],
    ['One', 1],
  ]);
  expect(loaded).toEqual([2]);
  const { items: feed } = await bob.api.feeds.public({ query: {} });
  expect(feed.find(({ entry }) => entry.id === items[0]?.id)?.entry.viewer.vote).toBe(1);
});
