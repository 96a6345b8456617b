import { describe, expect, it } from 'vitest';
import { TestSocket } from '../support/socket.js';
import { eventually, type Person, World } from '../support/world.js';
import { accounts, castFor, cells, type Relation, relations } from './entry-cells.js';
import {
  acts,
  apiOf,
  commentSurfaces,
  feeds,
  postSurfaces,
  type Sought,
  unlessHidden,
} from './entry-surfaces.js';

const world = await World.open();
const casts = Object.fromEntries(
  await Promise.all(accounts.map(async (account) => [account, await castFor(world, account)] as const)),
);

/** The relations that find it, out of all. */
async function findersOf(
  cast: Record<Relation, Person | null>,
  find: (person: Person | null) => Promise<boolean>,
  asked: readonly Relation[] = relations,
): Promise<Relation[]> {
  const found = await Promise.all(
    asked.map(async (relation) => [relation, await find(cast[relation])] as const),
  );
  return found.filter(([, isFound]) => isFound).map(([relation]) => relation);
}

describe.each(cells)(
  'a post for $audience of an account that is $account',
  async ({ account, audience, seenBy }) => {
    const cast = casts[account];
    if (!cast?.author || !cast.mentioned) throw new Error('The cast has no author');
    const { author, mentioned } = cast;
    const signedIn = relations.filter((relation) => relation !== 'anonymous');
    const seers = relations.filter((relation) => seenBy.has(relation));
    const topicsOfFeeds = ['feed:home', 'feed:public'];

    const sockets = new Map<Relation, TestSocket>();
    for (const relation of signedIn) {
      const socket = await TestSocket.open(world.url, (await cast[relation]?.token()) ?? '');
      await socket.command('subscribe', { topics: topicsOfFeeds });
      sockets.set(relation, socket);
    }
    const before = sockets.get('stranger')?.cursor ?? '';

    const post = await author.api.posts.create({
      body: { title: `For ${audience}`, body: `Hello @${mentioned.username}`, audience },
    });
    const comment = await author.api.entries.comment({
      params: { entryId: post.id },
      body: { body: 'More' },
    });
    const sought: Sought = { post, comment, author, account };
    for (const [relation, person] of [
      ['blockedByAuthor', cast.blockedByAuthor],
      ['blockingAuthor', cast.blockingAuthor],
    ] as const) {
      if (!person) continue;
      const [blocker, blocked] = relation === 'blockingAuthor' ? [person, author] : [author, person];
      await blocker.api.graph.block({ params: { userId: blocked.id } });
    }
    const live = await author.api.posts.create({
      body: { title: 'Live', body: `Again @${mentioned.username}`, audience },
    });
    const herald = await world.person('herald');
    const marker = await herald.api.posts.create({
      body: { title: 'Marker', body: 'Everybody receives this' },
    });
    await world.quiet();

    it('arrives live only at those who may see it, in the feed where it belongs', async () => {
      const received: Relation[] = [];
      for (const [relation, socket] of sockets) {
        // What comes before the marker in the log has been sent before the marker.
        await eventually(() => expect(socket.received('entry.created', { id: marker.id })).toBe(true));
        if (socket.received('entry.created', { id: live.id })) received.push(relation);
        socket.close();
      }
      const isInSomeFeed = (relation: Relation) =>
        Object.values(feeds).some(({ holds }) => holds({ ...sought, post: live }, relation));
      expect(received).toEqual(
        seers.filter((relation) => relation !== 'anonymous' && isInSomeFeed(relation)),
      );
    });

    it.each(Object.entries(postSurfaces))('is found by those who may see it: %s', async (_name, surface) => {
      expect(await findersOf(cast, (person) => surface(apiOf(world, person), sought))).toEqual(seers);
    });

    it.each(Object.entries(commentSurfaces))(
      'shows its comments to the same people: %s',
      async (_name, surface) => {
        expect(await findersOf(cast, (person) => surface(apiOf(world, person), sought))).toEqual(seers);
      },
    );

    it.each(Object.entries(acts))('takes part only from them: %s', async (_name, act) => {
      const finders = await findersOf(cast, (person) => act(apiOf(world, person), sought), signedIn);
      expect(finders).toEqual(seers.filter((relation) => relation !== 'anonymous'));
    });

    it.each(Object.entries(feeds))(
      'appears in the feed where it belongs: %s',
      async (name, { surface, holds }) => {
        const asked: readonly Relation[] = name === 'feeds.home' ? signedIn : relations;
        const expected = seers.filter((relation) => asked.includes(relation) && holds(sought, relation));
        expect(await findersOf(cast, (person) => surface(apiOf(world, person), sought), asked)).toEqual(
          expected,
        );
      },
    );

    // About somebody who blocks the author nothing is answered at all.
    it('is explained to its author by the same answer', async () => {
      const finders = await findersOf(
        cast,
        async (person) => {
          const query = { userId: person?.id ?? '' };
          const explained = author.api.entries.audience({ params: { entryId: post.id }, query });
          return (await unlessHidden(explained))?.visible ?? false;
        },
        signedIn,
      );
      expect(finders).toEqual(seers.filter((relation) => relation !== 'anonymous'));
    });

    it('notifies only whom it names', async () => {
      const finders = await findersOf(
        cast,
        async (person) => {
          const { items } = await apiOf(world, person).notifications.list({ query: { type: 'mention' } });
          return items.some(({ subject }) => subject?.type === 'entry' && subject.entryId === post.id);
        },
        signedIn,
      );
      expect(finders).toEqual(['mentioned']);
    });

    it('lets only those subscribe who may see it', async () => {
      const finders = await findersOf(
        cast,
        async (person) => {
          const socket = await TestSocket.open(world.url, (await person?.token()) ?? '');
          const { granted } = await socket.command('subscribe', { topics: [`entry:${post.id}`] });
          socket.close();
          return granted.length === 1;
        },
        signedIn,
      );
      expect(finders).toEqual(seers.filter((relation) => relation !== 'anonymous'));
    });

    it('is replayed only to those who may see it today', async () => {
      const topics = [...topicsOfFeeds, `entry:${post.id}`];
      const finders = await findersOf(
        cast,
        async (person) => {
          const socket = await TestSocket.open(world.url, (await person?.token()) ?? '');
          await socket.command('subscribe', { topics, since: before });
          socket.close();
          return socket.received('entry.created', { id: comment.id });
        },
        signedIn,
      );
      expect(finders).toEqual(seers.filter((relation) => relation !== 'anonymous'));
    });
  },
);
