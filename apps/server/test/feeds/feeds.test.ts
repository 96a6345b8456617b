import type { Entry, EntryId, FeedItem, Post } from '@plaza/contract';
import { describe, expect, it } from 'vitest';
import { Ids } from '../../src/platform/ids/ids.js';
import { type Person, refusal, World } from '../support/world.js';

const world = await World.open();

const publish = (author: Person, title: string, audience: Post['audience'] = 'public', body = 'A body') =>
  author.api.posts.create({ body: { title, body, audience } });
const titleOf = (entry: Entry) => (entry.kind === 'post' ? entry.title : undefined);
const titlesIn = async (feed: Promise<{ items: FeedItem[] }>) =>
  (await feed).items.map(({ entry }) => titleOf(entry));
const home = (viewer: Person) => titlesIn(viewer.api.feeds.home());
/** What the public feed holds of these people. */
const publicBy = async (viewer: Person | null, ...authors: Person[]) => {
  const { items } = await (viewer?.api ?? world.stranger()).feeds.public({ query: { limit: 100 } });
  return items
    .filter(({ entry }) => authors.some(({ id }) => id === entry.author.id))
    .map(({ entry }) => titleOf(entry));
};

/** Many posts at once, past the API. */
async function writeMany(author: Person, count: number): Promise<void> {
  const ids = new Ids(world.clock);
  await world.rows(
    `insert into entries (id, kind, author_id, audience, title, body, root_id, created_at)
     select id, 'post', $2, 'public', 'More', 'A body', id, now() from unnest($1::uuid[]) as id`,
    [Array.from({ length: count }, () => ids.next()), author.id],
  );
}

describe('the home feed', () => {
  it('holds the own posts and those of the people one follows, newest first', async () => {
    const [ada, bob, eve] = [await world.person('ada'), await world.person('bob'), await world.person('eve')];
    await world.follow(ada, bob);
    await publish(bob, 'Bob 1');
    await publish(eve, 'Eve 1');
    await publish(ada, 'Ada 1');
    await publish(bob, 'Bob 2', 'followers');
    await publish(bob, 'Bob 3', 'mentioned', `To @${ada.username}`);
    await publish(bob, 'Bob 4', 'mentioned', `To @${eve.username}`);
    await publish(eve, 'Eve 2', 'mentioned', `To @${ada.username}`);
    expect(await home(ada)).toEqual(['Bob 3', 'Bob 2', 'Ada 1', 'Bob 1']);
    expect(await home(eve)).toEqual(['Eve 2', 'Eve 1']);
  });

  it('loses and regains what a follow, a block or a deletion takes and gives, at once', async () => {
    const [ada, bob] = [await world.person('ada'), await world.person('bob')];
    const post = await publish(bob, 'Bob 1');
    await publish(bob, 'Bob 2');
    expect(await home(ada)).toEqual([]);
    await world.follow(ada, bob);
    expect(await home(ada)).toEqual(['Bob 2', 'Bob 1']);
    await bob.api.posts.delete({ params: { postId: post.id } });
    expect(await home(ada)).toEqual(['Bob 2']);
    await bob.api.graph.block({ params: { userId: ada.id } });
    expect(await home(ada)).toEqual([]);
    await bob.api.graph.unblock({ params: { userId: ada.id } });
    expect(await home(ada)).toEqual([]);
  });

  it('says how many came since, up to 99', async () => {
    const [ada, bob] = [await world.person('ada'), await world.person('bob')];
    await world.follow(ada, bob);
    const countSince = async (cursor: string | null) =>
      (await ada.api.feeds.homeNew({ query: { since: cursor ?? '' } })).count;
    const empty = await ada.api.feeds.home();
    expect(await countSince(empty.newestCursor)).toBe(0);
    await publish(bob, 'Bob 1');
    await publish(bob, 'Hidden', 'mentioned');
    expect(await countSince(empty.newestCursor)).toBe(1);
    const first = await ada.api.feeds.home();
    expect(await countSince(first.newestCursor)).toBe(0);
    await writeMany(bob, 120);
    expect(await countSince(first.newestCursor)).toBe(99);
    const second = await ada.api.feeds.home();
    const later = await ada.api.feeds.home({ query: { cursor: second.nextCursor ?? '' } });
    expect(later.newestCursor).toBeNull();
    expect(await refusal(ada.api.feeds.homeNew({ query: { since: second.nextCursor ?? '' } }))).toBe(
      'cursor_mismatch',
    );
  });

  it('is full page by page although much of it is hidden', async () => {
    const [ada, bob] = [await world.person('ada'), await world.person('bob')];
    await world.follow(ada, bob);
    const ids: EntryId[] = [];
    for (let index = 0; index < 12; index += 1) {
      ids.unshift((await publish(bob, `Seen ${index}`)).id);
      await Promise.all([publish(bob, 'Hidden', 'mentioned'), publish(bob, 'Hidden', 'mentioned')]);
    }
    const first = await ada.api.feeds.home({ query: { limit: 5 } });
    const second = await ada.api.feeds.home({ query: { limit: 5, cursor: first.nextCursor ?? '' } });
    const third = await ada.api.feeds.home({ query: { limit: 5, cursor: second.nextCursor ?? '' } });
    expect([first, second, third].map(({ items }) => items.length)).toEqual([5, 5, 2]);
    expect([first, second, third].flatMap(({ items }) => items.map(({ entry }) => entry.id))).toEqual(ids);
    expect(third.nextCursor).toBeNull();
  });

  it('is for people who signed in', async () => {
    expect(await refusal(world.stranger().feeds.home())).toBe('unauthenticated');
  });
});

describe('the public feed', () => {
  it('holds what is for everybody, of open accounts', async () => {
    const [ada, bob, reader] = [
      await world.person('ada'),
      await world.person('bob'),
      await world.person('reader'),
    ];
    await world.follow(reader, ada);
    await world.follow(reader, bob);
    await publish(ada, 'Ada public');
    await publish(ada, 'Ada followers', 'followers');
    await publish(ada, 'Ada mentioned', 'mentioned', `To @${reader.username}`);
    await publish(bob, 'Bob public');
    for (const viewer of [null, reader, ada]) {
      expect(await publicBy(viewer, ada, bob)).toEqual(['Bob public', 'Ada public']);
    }
    await bob.api.users.updateMe({ body: { isPrivate: true } });
    for (const viewer of [null, reader, bob])
      expect(await publicBy(viewer, ada, bob)).toEqual(['Ada public']);
    expect(await home(reader)).toContain('Bob public');
  });

  it('leaves out people across a block, for both, and for nobody else', async () => {
    const [ada, bob, eve] = [await world.person('ada'), await world.person('bob'), await world.person('eve')];
    await publish(ada, 'Ada');
    await publish(bob, 'Bob');
    await ada.api.graph.block({ params: { userId: bob.id } });
    expect(await publicBy(ada, ada, bob)).toEqual(['Ada']);
    expect(await publicBy(bob, ada, bob)).toEqual(['Bob']);
    expect(await publicBy(eve, ada, bob)).toEqual(['Bob', 'Ada']);
    expect(await publicBy(null, ada, bob)).toEqual(['Bob', 'Ada']);
  });
});
