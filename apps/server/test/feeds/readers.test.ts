import type { EntryId, UserId } from '@plaza/contract';
import { describe, expect, it } from 'vitest';
import { asItIs, asItWas } from '../../src/modules/entries/audience/entry-snapshot.js';
import { EntryFeeds } from '../../src/modules/entries/index.js';
import { type Person, World } from '../support/world.js';

const world = await World.open();
const feeds = world.server.app.get(EntryFeeds, { strict: false });

const referenceOf = ({ id }: { id: EntryId }, author: Person) =>
  ({ entryId: id, kind: 'post', rootId: id, parentId: null, authorId: author.id }) as const;
const publish = (author: Person, audience: 'public' | 'followers') =>
  author.api.posts.create({ body: { title: 'A title', body: 'A body', audience } });

/** Thousands on this node, who may only be asked for one by one where the few of the other side are more. */
const crowd = (...known: Person[]) => {
  const ids = new Set<UserId>(known.map(({ id }) => id));
  return {
    size: 3_000,
    has: (userId: UserId) => ids.has(userId),
    ids: (): UserId[] => {
      throw new Error('Everybody was asked for');
    },
  };
};
const few = (...known: Person[]) => {
  const ids = known.map(({ id }) => id);
  return { size: ids.length, has: (userId: UserId) => ids.includes(userId), ids: () => ids };
};

const feed = (topic: string, post: { id: EntryId }, author: Person) => {
  const found = feeds.of(referenceOf(post, author)).find((each) => each.topic === topic);
  if (!found) throw new Error(`There is no ${topic}`);
  return found;
};

describe('those who find an entry in a feed', () => {
  it('are the same at home whichever side is asked: followers, the author, nobody across a block', async () => {
    const [ada, fan, other, blocked] = await world.people(4);
    if (!ada || !fan || !other || !blocked) throw new Error('Somebody is missing');
    for (const follower of [fan, blocked]) await world.follow(follower, ada);
    const post = await publish(ada, 'followers');
    await blocked.api.graph.block({ params: { userId: ada.id } });
    const { readers } = feed('feed:home', post, ada);
    const people = [ada, fan, other, blocked];
    for (const subscribers of [crowd(...people), few(...people)]) {
      const found = await readers(asItIs(referenceOf(post, ada)), subscribers);
      expect(new Set(found)).toEqual(new Set([ada.id, fan.id]));
    }
    await ada.api.posts.delete({ params: { postId: post.id } });
    for (const subscribers of [crowd(...people), few(...people)]) {
      expect([...(await readers(asItIs(referenceOf(post, ada)), subscribers))]).toEqual([]);
      const before = await readers(asItWas(referenceOf(post, ada), null), subscribers);
      expect(new Set(before)).toEqual(new Set([ada.id, fan.id]));
    }
  });

  it('are in public nobody, without asking for anybody, where it is not public', async () => {
    const [ada, fan] = await world.people(2);
    if (!ada || !fan) throw new Error('Somebody is missing');
    await world.follow(fan, ada);
    const [open, close] = [await publish(ada, 'public'), await publish(ada, 'followers')];
    const { readers } = feed('feed:public', close, ada);
    expect([...(await readers(asItIs(referenceOf(close, ada)), crowd(fan)))]).toEqual([]);
    expect([...(await readers(asItIs(referenceOf(open, ada)), few(fan)))]).toEqual([fan.id]);
  });
});
