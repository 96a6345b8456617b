import type { EntryId, Post } from '@plaza/contract';
import { describe, expect, it, onTestFinished } from 'vitest';
import { TestSocket } from '../support/socket.js';
import { eventually, type Person, World } from '../support/world.js';

const world = await World.open();

const publish = (author: Person, audience: Post['audience'] = 'public', body = 'A body') =>
  author.api.posts.create({ body: { title: 'A title', body, audience } });
const onEntry = (entry: { id: EntryId }) => ({ params: { entryId: entry.id } });
const answer = (author: Person, entry: { id: EntryId }) =>
  author.api.entries.comment({ ...onEntry(entry), body: { body: 'An answer' } });
const topicOf = (entry: { id: EntryId }) => `entry:${entry.id}`;

/** A socket that subscribes to these topics, and which of them were granted. */
async function listen(person: Person, ...topics: string[]) {
  const socket = await TestSocket.open(world.url, await person.token());
  onTestFinished(() => socket.close());
  const { granted, refused } = await socket.command('subscribe', { topics });
  return { socket, granted, refused };
}

/** Waits until the frames of everything before were sent: a post that everybody sees comes last. */
async function settle(...sockets: TestSocket[]): Promise<void> {
  const herald = await world.person('herald');
  const marker = await publish(herald);
  for (const socket of sockets) {
    await eventually(() => expect(socket.received('entry.created', { id: marker.id })).toBe(true));
  }
}

const framesOf = (socket: TestSocket, entry: { id: EntryId }) =>
  socket.frames.filter(({ data }) => data.id === entry.id).map(({ event }) => event);

describe('a live entry page', () => {
  it('receives comments, edits, votes and deletions', async () => {
    const [ada, bob] = [await world.person('ada'), await world.person('bob')];
    const post = await publish(ada);
    const { socket, granted } = await listen(bob, topicOf(post));
    expect(granted).toEqual([topicOf(post)]);
    const comment = await answer(ada, post);
    await eventually(() =>
      expect(socket.received('entry.created', { id: comment.id, rootId: post.id })).toBe(true),
    );
    const created = socket.frames.find(({ data }) => data.id === comment.id);
    expect(created?.data).toEqual({
      id: comment.id,
      kind: 'comment',
      rootId: post.id,
      parentId: post.id,
      author: comment.author,
    });
    await bob.api.entries.vote({ ...onEntry(comment), body: { value: 1 } });
    await eventually(() => {
      const counted = socket.frames.find(
        ({ event, data }) => event === 'entry.counters' && data.id === comment.id,
      );
      expect(counted?.data.counters).toEqual({ up: 1, down: 0, replies: 0, descendants: 0 });
    });
    await ada.api.comments.update({ params: { commentId: comment.id }, body: { body: 'Other words' } });
    await eventually(() => expect(socket.received('entry.updated', { id: comment.id })).toBe(true));
    await ada.api.comments.delete({ params: { commentId: comment.id } });
    await eventually(() => expect(socket.received('entry.deleted', { id: comment.id })).toBe(true));
    await ada.api.posts.delete({ params: { postId: post.id } });
    await eventually(() => expect(socket.received('entry.deleted', { id: post.id })).toBe(true));
  });

  it('receives that a post is gone, where it was meant for the reader', async () => {
    const [ada, bob, eve] = [await world.person('ada'), await world.person('bob'), await world.person('eve')];
    const post = await publish(ada, 'mentioned', `For @${bob.username} and @${eve.username}`);
    const { socket: bobs } = await listen(bob, topicOf(post));
    const { socket: eves } = await listen(eve, topicOf(post));
    await ada.api.posts.update({ params: { postId: post.id }, body: { body: `For @${bob.username}` } });
    await eventually(() => expect(framesOf(eves, post)).toEqual(['entry.deleted']));
    await eventually(() => expect(framesOf(bobs, post)).toEqual(['entry.updated']));
    await ada.api.posts.delete({ params: { postId: post.id } });
    await eventually(() => expect(framesOf(bobs, post)).toEqual(['entry.updated', 'entry.deleted']));
    expect(framesOf(eves, post)).toEqual(['entry.deleted']);
  });

  it('is granted to those who may see the entry, and to nobody for a comment or what is absent', async () => {
    const [ada, bob] = [await world.person('ada'), await world.person('bob')];
    const [open, hidden] = [await publish(ada), await publish(ada, 'followers')];
    const absent = topicOf(open).replace(/.{12}$/, '000000000000');
    const { granted, refused } = await listen(bob, topicOf(open), topicOf(hidden), absent);
    expect(granted).toEqual([topicOf(open)]);
    expect(refused.sort()).toEqual([topicOf(hidden), absent].sort());
  });

  it('receives nothing more when the audience leaves the reader out, after a frame that the entry is gone', async () => {
    const [ada, bob, fan] = [await world.person('ada'), await world.person('bob'), await world.person('fan')];
    await world.follow(fan, ada);
    const post = await publish(ada);
    const { socket: bobs } = await listen(bob, topicOf(post), 'feed:public');
    const { socket: fans } = await listen(fan, topicOf(post), 'feed:public');
    await ada.api.posts.update({ params: { postId: post.id }, body: { audience: 'followers' } });
    await eventually(() => expect(bobs.received('entry.deleted', { id: post.id })).toBe(true));
    await eventually(() => expect(fans.received('entry.updated', { id: post.id })).toBe(true));
    const comment = await answer(fan, post);
    await settle(bobs, fans);
    expect(framesOf(bobs, comment)).toEqual([]);
    expect(bobs.received('entry.updated', { id: post.id })).toBe(false);
    expect(framesOf(fans, comment)).toEqual(['entry.created']);
  });

  it('receives nothing across a block', async () => {
    const [ada, bob, eve] = [await world.person('ada'), await world.person('bob'), await world.person('eve')];
    const [hers, his] = [await publish(ada), await publish(eve)];
    const { socket } = await listen(bob, topicOf(hers), topicOf(his), 'feed:public');
    await ada.api.graph.block({ params: { userId: bob.id } });
    const onHers = await answer(eve, hers);
    const byAda = await answer(ada, his);
    const byEve = await answer(eve, his);
    await ada.api.comments.delete({ params: { commentId: byAda.id } });
    const more = await publish(ada);
    await settle(socket);
    for (const hidden of [onHers, byAda, more]) expect(framesOf(socket, hidden)).toEqual([]);
    expect(framesOf(socket, byEve)).toEqual(['entry.created']);
  });

  it('receives the last counters of many votes, in few frames', async () => {
    const [ada, bob] = [await world.person('ada'), await world.person('bob')];
    const post = await publish(ada);
    const voters = await world.people(10);
    const { socket } = await listen(bob, topicOf(post));
    await Promise.all(
      voters.map((voter) => voter.api.entries.vote({ ...onEntry(post), body: { value: 1 } })),
    );
    await eventually(() => {
      const last = socket.frames.findLast(({ event }) => event === 'entry.counters');
      expect(last?.data).toMatchObject({ id: post.id, counters: { up: 10, down: 0 } });
    });
    expect(framesOf(socket, post).length).toBeLessThanOrEqual(10);
  });
});

describe('live feeds', () => {
  it('send a new post to those in whose feed it appears', async () => {
    const [ada, fan, other] = [
      await world.person('ada'),
      await world.person('fan'),
      await world.person('other'),
    ];
    await world.follow(fan, ada);
    const sockets = {
      fansHome: (await listen(fan, 'feed:home')).socket,
      othersHome: (await listen(other, 'feed:home')).socket,
      adasHome: (await listen(ada, 'feed:home')).socket,
      othersPublic: (await listen(other, 'feed:public')).socket,
    };
    const open = await publish(ada);
    const close = await publish(ada, 'followers');
    const forOther = await publish(ada, 'mentioned', `For @${other.username}`);
    const comment = await answer(ada, open);
    await settle(sockets.othersPublic);
    await eventually(() => expect(framesOf(sockets.adasHome, forOther)).toContain('entry.created'));
    const received = Object.fromEntries(
      Object.entries(sockets).map(([name, socket]) => [
        name,
        [open, close, forOther, comment].map((entry) => framesOf(socket, entry).includes('entry.created')),
      ]),
    );
    expect(received).toEqual({
      fansHome: [true, true, false, false],
      othersHome: [false, false, false, false],
      adasHome: [true, true, true, false],
      othersPublic: [true, false, false, false],
    });
  });

  it('send what leaves them only to those who had it', async () => {
    const [ada, fan, other] = [
      await world.person('ada'),
      await world.person('fan'),
      await world.person('other'),
    ];
    await world.follow(fan, ada);
    const { socket: fans } = await listen(fan, 'feed:home');
    const { socket: others } = await listen(other, 'feed:home', 'feed:public');
    const [open, close] = [await publish(ada), await publish(ada, 'followers')];
    // What is hidden again before its frame is made is not announced.
    await eventually(() => expect(framesOf(others, open)).toEqual(['entry.created']));
    await ada.api.posts.update({ params: { postId: open.id }, body: { audience: 'followers' } });
    await eventually(() => expect(framesOf(others, open)).toContain('entry.deleted'));
    for (const post of [open, close]) await ada.api.posts.delete({ params: { postId: post.id } });
    await eventually(() => expect(framesOf(fans, close)).toEqual(['entry.created', 'entry.deleted']));
    await settle(others);
    expect(framesOf(fans, open)).toEqual(['entry.created', 'entry.updated', 'entry.deleted']);
    expect(framesOf(others, open)).toEqual(['entry.created', 'entry.deleted']);
    expect(framesOf(others, close)).toEqual([]);
  });

  it('send one event to a socket once, whatever it is subscribed to', async () => {
    const [ada, fan] = [await world.person('ada'), await world.person('fan')];
    await world.follow(fan, ada);
    const { socket } = await listen(fan, 'feed:home', 'feed:public');
    const post = await publish(ada);
    await settle(socket);
    expect(framesOf(socket, post)).toEqual(['entry.created']);
  });
});
