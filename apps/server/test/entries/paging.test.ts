import type { EntryId, FeedItem, PostSort } from '@plaza/contract';
import type { Plaza } from '@plaza/sdk';
import { describe, expect, it } from 'vitest';
import { type Person, refusal, World } from '../support/world.js';
import { publish } from './writing.js';

const world = await World.open();

const publishMany = async (author: Person, count: number) => {
  const posts: { id: EntryId }[] = [];
  for (let left = count; left > 0; left -= 20) {
    posts.push(...(await Promise.all(Array.from({ length: Math.min(left, 20) }, () => publish(author)))));
  }
  return posts;
};

type Page = { items: { id: EntryId }[]; nextCursor: string | null };
type List = (cursor?: string) => Promise<Page>;

const entriesIn = async (feed: Promise<{ items: FeedItem[]; nextCursor: string | null }>): Promise<Page> => {
  const { items, nextCursor } = await feed;
  return { items: items.map(({ entry }) => entry), nextCursor };
};

const withCursor = (cursor: string | undefined) => (cursor === undefined ? {} : { cursor });

const lists = {
  'the home feed':
    (api: Plaza, _author: Person): List =>
    (cursor) =>
      entriesIn(api.feeds.home({ query: { limit: 10, ...withCursor(cursor) } })),
  'the public feed':
    (api: Plaza, _author: Person): List =>
    (cursor) =>
      entriesIn(api.feeds.public({ query: { limit: 10, ...withCursor(cursor) } })),
  'the newest posts':
    (api: Plaza, author: Person): List =>
    (cursor) =>
      api.posts.list({ query: { sort: 'new', authorId: author.id, limit: 10, ...withCursor(cursor) } }),
  'the hottest posts':
    (api: Plaza, author: Person): List =>
    (cursor) =>
      api.posts.list({ query: { sort: 'hot', authorId: author.id, limit: 10, ...withCursor(cursor) } }),
};

describe('paging through a list while it changes', () => {
  it.each(Object.entries(lists))('gives each of the rest exactly once: %s', async (_name, listOf) => {
    const [author, reader] = [await world.person('author'), await world.person('reader')];
    await world.follow(reader, author);
    const posts = await publishMany(author, 45);
    const vanishing = posts.filter((_post, index) => index % 3 === 0);
    const lasting = posts.filter((post) => !vanishing.includes(post)).map(({ id }) => id);
    const list = listOf(reader.api, author);
    const seen: EntryId[] = [];
    let cursor: string | undefined;
    for (;;) {
      const page = await list(cursor);
      seen.push(...page.items.map(({ id }) => id));
      if (page.nextCursor === null) break;
      expect(page.items).toHaveLength(10);
      cursor = page.nextCursor;
      const gone = vanishing.splice(0, 4);
      await Promise.all([
        publishMany(author, 5),
        ...gone.map(({ id }) => author.api.posts.delete({ params: { postId: id } })),
      ]);
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.filter((id) => lasting.includes(id)).sort()).toEqual(lasting.sort());
  });
});

describe('a cursor', () => {
  const sorts: PostSort[] = ['hot', 'new', 'top', 'best', 'controversial'];

  it('is good for its own list alone', async () => {
    const ada = await world.person('ada');
    await publishMany(ada, 3);
    for (const sort of sorts) {
      const { nextCursor } = await ada.api.posts.list({ query: { sort, limit: 1 } });
      const cursor = nextCursor ?? '';
      expect((await ada.api.posts.list({ query: { sort, limit: 2, cursor } })).items).not.toHaveLength(0);
      const other = sort === 'hot' ? 'new' : 'hot';
      const misused = [
        () => ada.api.posts.list({ query: { sort: other, cursor } }),
        () => ada.api.posts.list({ query: { sort, authorId: ada.id, cursor } }),
        () => ada.api.feeds.home({ query: { cursor } }),
        () => ada.api.feeds.public({ query: { cursor } }),
        () => ada.api.feeds.homeNew({ query: { since: cursor } }),
      ];
      for (const call of misused) expect(await refusal(call())).toBe('cursor_mismatch');
    }
  });

  it('is no good to anybody else', async () => {
    const [ada, bob] = [await world.person('ada'), await world.person('bob')];
    await publishMany(ada, 2);
    const { nextCursor } = await ada.api.posts.list({ query: { sort: 'new', limit: 1 } });
    const query = { sort: 'new', cursor: nextCursor ?? '' } as const;
    expect(await refusal(bob.api.posts.list({ query }))).toBe('cursor_invalid');
    expect(await refusal(world.stranger().posts.list({ query }))).toBe('cursor_invalid');
  });

  it('is no good edited, from elsewhere, or made up', async () => {
    const [ada, elsewhere] = [await world.person('ada'), await World.open({ SECRET_KEY: 'k'.repeat(40) })];
    await publishMany(ada, 2);
    const { nextCursor } = await ada.api.posts.list({ query: { sort: 'new', limit: 1 } });
    const cursor = nextCursor ?? '';
    const last = cursor.at(-2) === 'A' ? 'B' : 'A';
    const edited = [
      cursor.slice(0, -2) + last + cursor.at(-1),
      `${cursor}AAAA`,
      cursor.slice(4),
      'AAAA',
      '%00',
      '1',
    ];
    for (const bad of edited) {
      expect(await refusal(ada.api.posts.list({ query: { sort: 'new', cursor: bad } }))).toBe(
        'cursor_invalid',
      );
    }
    const anonymous = await world.stranger().posts.list({ query: { sort: 'new', limit: 1 } });
    const foreign = elsewhere
      .stranger()
      .posts.list({ query: { sort: 'new', cursor: anonymous.nextCursor ?? '' } });
    expect(await refusal(foreign)).toBe('cursor_invalid');
  });

  it('of a tree is good for that entry and sort alone', async () => {
    const ada = await world.person('ada');
    const [one, other] = await publishMany(ada, 2);
    if (!one || !other) throw new Error('Nothing was written');
    for (let index = 0; index < 3; index += 1) {
      await ada.api.entries.comment({ params: { entryId: one.id }, body: { body: `Comment ${index}` } });
    }
    const read = (entry: { id: EntryId }, sort: 'best' | 'new', cursor?: string) =>
      ada.api.entries.comments({
        params: { entryId: entry.id },
        query: { sort, limit: 1, ...withCursor(cursor) },
      });
    const { nextCursor } = await read(one, 'best');
    const cursor = nextCursor ?? '';
    expect((await read(one, 'best', cursor)).items).toHaveLength(1);
    expect(await refusal(read(one, 'new', cursor))).toBe('cursor_mismatch');
    expect(await refusal(read(other, 'best', cursor))).toBe('cursor_mismatch');
  });

  it.each([
    'limit=0',
    'limit=101',
    'limit=-1',
    'limit=1e9',
    'limit=1&limit=2',
    'limit[]=1',
    'offset=5',
    'sort=worst',
    'sort=top&window=decade',
    'authorId=1',
    'cursor=',
  ])('and what stands beside it are checked: ?%s', async (query) => {
    expect((await world.request('GET', `/posts?${query}`)).status).toBe(422);
  });
});
