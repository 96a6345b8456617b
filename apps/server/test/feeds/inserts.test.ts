import type { EntryId, FeedItem, Placement } from '@plaza/contract';
import { afterEach, describe, expect, it } from 'vitest';
import { type FeedInsert, FeedInserts, type FeedSlice } from '../../src/modules/feeds/index.js';
import { type Person, World } from '../support/world.js';

const world = await World.open();
const inserts = world.server.app.get(FeedInserts, { strict: false });

/** A module that comes later, as `feeds` sees it: a name and what it gives for a page. */
const insertBy = (give: (slice: FeedSlice) => FeedInsert[] | Promise<FeedInsert[]>) =>
  inserts.register('test', async (slice) => give(slice));
afterEach(() => inserts.register('test', async () => []));

const placement: Placement = {
  id: '01980000-0000-7000-8000-000000000001',
  sponsoredBy: 'Somebody',
  why: 'It is a test',
  token: 'token',
};

async function publishMany(author: Person, count: number): Promise<EntryId[]> {
  const ids: EntryId[] = [];
  for (let index = 0; index < count; index += 1) {
    ids.unshift((await author.api.posts.create({ body: { title: `${index}`, body: 'A body' } })).id);
  }
  return ids;
}

/** Page by page to the end. */
async function walk(reader: Person, limit: number): Promise<FeedItem[][]> {
  const pages: FeedItem[][] = [];
  let cursor: string | null | undefined;
  do {
    const page = await reader.api.feeds.home({ query: { limit, ...(cursor && { cursor }) } });
    pages.push(page.items);
    cursor = page.nextCursor;
  } while (cursor);
  return pages;
}

const idsOf = (items: FeedItem[]) => items.map(({ entry }) => entry.id);
const isOwn = ({ placement: sponsor }: FeedItem) => sponsor === null;

async function someFeed() {
  const [ada, bob, eve] = [await world.person('ada'), await world.person('bob'), await world.person('eve')];
  await world.follow(ada, bob);
  return { ada, own: await publishMany(bob, 17), others: await publishMany(eve, 3), eve };
}

describe('what a module inserts into a feed', () => {
  it('comes behind the entry it was given for, with its reason and placement', async () => {
    const { ada, own, others } = await someFeed();
    const entryId = others[0] as EntryId;
    const slices: FeedSlice[] = [];
    insertBy((slice) => {
      slices.push(slice);
      return [{ behind: slice.entryIds[1] as EntryId, entryId, reason: null, placement }];
    });
    const { items } = await ada.api.feeds.home({ query: { limit: 5 } });
    expect(idsOf(items)).toEqual([own[0], own[1], entryId, own[2], own[3], own[4]]);
    expect(items.map(({ reason, placement: sponsor }) => [reason, sponsor])).toEqual([
      [{ kind: 'follow' }, null],
      [{ kind: 'follow' }, null],
      [null, placement],
      ...Array.from({ length: 3 }, () => [{ kind: 'follow' }, null]),
    ]);
    expect(slices).toEqual([{ feed: 'home', viewerId: ada.id, entryIds: own.slice(0, 5) }]);
  });

  it('leaves the feed itself as it was: full pages, each entry once, whatever is given', async () => {
    const { ada, own, others, eve } = await someFeed();
    const hidden = await eve.api.posts.create({ body: { title: 'T', body: 'B', audience: 'followers' } });
    const absent = others[0]?.replace(/.{12}$/, '000000000000') as EntryId;
    insertBy(({ entryIds }) =>
      // Some of the page itself, what is hidden or absent, behind nothing, and twice: much more than there is room for.
      [...entryIds, ...others, ...others, hidden.id, absent, ...own].flatMap((entryId) =>
        [...entryIds, absent].map((behind) => ({ behind, entryId, reason: null, placement })),
      ),
    );
    const pages = await walk(ada, 5);
    expect(pages.map((items) => items.filter(isOwn).length)).toEqual([5, 5, 5, 2]);
    expect(pages.flatMap((items) => idsOf(items.filter(isOwn)))).toEqual(own);
    for (const items of pages) {
      expect(new Set(idsOf(items)).size).toBe(items.length);
      expect(items.length - items.filter(isOwn).length).toBeLessThanOrEqual(1);
      expect(idsOf(items)).not.toContain(hidden.id);
    }
    const fresh = await ada.api.feeds.home();
    const since = fresh.newestCursor ?? '';
    expect((await ada.api.feeds.homeNew({ query: { since } })).count).toBe(0);
  });

  it('is missing when the module fails, and nothing else', async () => {
    const { ada, own } = await someFeed();
    insertBy(() => {
      throw new Error('The module is broken');
    });
    const { items } = await ada.api.feeds.home({ query: { limit: 100 } });
    expect(idsOf(items)).toEqual(own);
  });

  it('comes into the public feed too', async () => {
    const { others } = await someFeed();
    const entryId = others[2] as EntryId;
    insertBy(({ feed, entryIds }) =>
      feed === 'public' && !entryIds.includes(entryId)
        ? [{ behind: entryIds[0] as EntryId, entryId, reason: null, placement }]
        : [],
    );
    const { items } = await world.stranger().feeds.public({ query: { limit: 2 } });
    expect(items.every(isOwn)).toBe(true);
    await someFeed();
    const { items: longer } = await world.stranger().feeds.public({ query: { limit: 4 } });
    expect(idsOf(longer)[1]).toBe(entryId);
  });
});
