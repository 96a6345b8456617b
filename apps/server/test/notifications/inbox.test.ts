import type { Notification } from '@plaza/contract';
import { describe, expect, it } from 'vitest';
import { TestSocket } from '../support/socket.js';
import { eventually, type Person, refusal, World } from '../support/world.js';

const DAY_MS = 24 * 60 * 60 * 1000;
const world = await World.open();

async function inboxOf(person: Person): Promise<Notification[]> {
  await world.quiet();
  return (await person.api.notifications.list()).items;
}

async function two(): Promise<[Person, Person]> {
  const [ada, bob] = await world.people(2);
  if (!ada || !bob) throw new Error('Somebody is missing');
  return [ada, bob];
}

describe('what people are notified of', () => {
  it('is a follow, once a day and person', async () => {
    const [ada, bob] = await two();
    await world.follow(bob, ada);
    const [first] = await inboxOf(ada);
    expect(first).toMatchObject({ type: 'follow', count: 1, actors: [{ id: bob.id }], readAt: null });
    const carl = await world.person('carl');
    await world.follow(carl, ada);
    const inbox = await inboxOf(ada);
    expect(inbox).toHaveLength(1);
    expect(inbox[0]).toMatchObject({ count: 2, actors: [{ id: carl.id }, { id: bob.id }] });
  });

  it('takes back what was undone within a minute', async () => {
    const [ada, bob] = await two();
    await world.follow(bob, ada);
    await bob.api.graph.unfollow({ params: { userId: ada.id } });
    expect(await inboxOf(ada)).toEqual([]);
    expect(await ada.api.notifications.unread()).toMatchObject({ notifications: 0 });
  });

  it('takes it out of a row that others joined, and leaves what is older than a minute', async () => {
    const [ada, bob] = await two();
    const carl = await world.person('carl');
    await world.follow(bob, ada);
    await world.follow(carl, ada);
    await bob.api.graph.unfollow({ params: { userId: ada.id } });
    expect(await inboxOf(ada)).toMatchObject([{ count: 1, actors: [{ id: carl.id }] }]);
    world.clock.advance(61_000);
    await carl.api.graph.unfollow({ params: { userId: ada.id } });
    expect(await inboxOf(ada)).toMatchObject([{ count: 1, actors: [{ id: carl.id }] }]);
  });

  it('does not take back that somebody was accepted, when they stop following in return', async () => {
    const [ada, bob] = await two();
    await ada.api.users.updateMe({ body: { isPrivate: true } });
    await world.follow(bob, ada);
    await ada.api.graph.acceptFollowRequest({ params: { userId: bob.id } });
    await world.follow(ada, bob);
    await ada.api.graph.unfollow({ params: { userId: bob.id } });
    expect(await inboxOf(bob)).toMatchObject([{ type: 'follow_accepted', actors: [{ id: ada.id }] }]);
  });

  it('is a request to a private account, and for who asked that they were accepted', async () => {
    const [ada, bob] = await two();
    await ada.api.users.updateMe({ body: { isPrivate: true } });
    await world.follow(bob, ada);
    expect(await inboxOf(ada)).toMatchObject([{ type: 'follow_request' }]);
    await ada.api.graph.acceptFollowRequest({ params: { userId: bob.id } });
    expect(await inboxOf(bob)).toMatchObject([{ type: 'follow_accepted', actors: [{ id: ada.id }] }]);
  });

  it('are answers and mentions, each once, and never their own', async () => {
    const [ada, bob] = await two();
    const post = await ada.api.posts.create({ body: { title: 'Hello', body: `By @${ada.username}` } });
    const params = { entryId: post.id };
    await ada.api.entries.comment({ params, body: { body: 'My own answer' } });
    expect(await inboxOf(ada)).toEqual([]);
    const answer = await bob.api.entries.comment({
      params,
      body: { body: `An answer to @${ada.username} of **some** words` },
    });
    expect(await inboxOf(ada)).toMatchObject([
      {
        type: 'comment',
        count: 1,
        subject: { type: 'entry', entryId: answer.id, rootId: post.id },
      },
    ]);
    await bob.api.posts.create({ body: { title: 'Look', body: `at @${ada.username}` } });
    expect((await inboxOf(ada)).map(({ type }) => type)).toEqual(['mention', 'comment']);
  });

  it('is an edit that names them for the first time, and no later one', async () => {
    const [ada, bob] = await two();
    const carl = await world.person('carl');
    const post = await ada.api.posts.create({
      body: { title: 'Hello', body: `For @${bob.username}`, audience: 'mentioned' },
    });
    const edit = (body: string) => ada.api.posts.update({ params: { postId: post.id }, body: { body } });
    await edit(`For @${bob.username} and @${carl.username}`);
    const inbox = await inboxOf(carl);
    expect(inbox).toMatchObject([{ type: 'mention', subject: { entryId: post.id } }]);
    await carl.api.notifications.read({ body: { ids: inbox.map(({ id }) => id) } });
    await edit(`Once more for @${bob.username} and @${carl.username}`);
    expect(await inboxOf(carl)).toMatchObject([{ count: 1 }]);
    expect(await inboxOf(bob)).toMatchObject([{ count: 1 }]);
  });

  it('are the messages of a conversation, grouped, and read with it', async () => {
    const [ada, bob] = await two();
    await world.befriend(ada, bob);
    const channel = await bob.api.channels.openDirect({ body: { userId: ada.id } });
    const params = { channelId: channel.id };
    await bob.api.messages.send({ params, body: { body: 'One' } });
    const last = await bob.api.messages.send({ params, body: { body: 'Two' } });
    const messages = (await inboxOf(ada)).filter(({ type }) => type === 'message');
    expect(messages).toMatchObject([{ count: 2, subject: { type: 'channel', channelId: channel.id } }]);
    expect(await ada.api.notifications.unread()).toMatchObject({ directChannels: 1 });
    await ada.api.messages.read({ params, body: { messageId: last.id } });
    const [read] = (await inboxOf(ada)).filter(({ type }) => type === 'message');
    expect(read?.readAt).not.toBeNull();
    expect(await ada.api.notifications.unread()).toMatchObject({ directChannels: 0 });
  });

  it('begins a new row after a day', async () => {
    const [ada, bob] = await two();
    const post = await ada.api.posts.create({ body: { title: 'Long', body: 'A discussion of days' } });
    const comment = () =>
      bob.api.entries.comment({ params: { entryId: post.id }, body: { body: 'Something' } });
    await comment();
    await comment();
    expect(await inboxOf(ada)).toMatchObject([{ count: 2 }]);
    world.clock.advance(DAY_MS + 1);
    await comment();
    expect(await inboxOf(ada)).toMatchObject([{ count: 1 }, { count: 2 }]);
  });
});

describe('what people are not notified of', () => {
  it('hides an answer that was deleted, and those of somebody blocked', async () => {
    const [ada, bob] = await two();
    const post = await ada.api.posts.create({ body: { title: 'Hello', body: 'World' } });
    const comment = await bob.api.entries.comment({ params: { entryId: post.id }, body: { body: 'Oh' } });
    expect(await inboxOf(ada)).toHaveLength(1);
    await bob.api.comments.delete({ params: { commentId: comment.id } });
    expect(await inboxOf(ada)).toEqual([]);

    await bob.api.entries.comment({ params: { entryId: post.id }, body: { body: 'Again' } });
    expect(await inboxOf(ada)).toHaveLength(1);
    await ada.api.graph.block({ params: { userId: bob.id } });
    expect(await inboxOf(ada)).toEqual([]);
    expect(await ada.api.notifications.unread()).toMatchObject({ notifications: 0 });
  });

  it('keeps the other answers of a row when the newest was deleted, or its author is blocked', async () => {
    const [ada, bob] = await two();
    const carl = await world.person('carl');
    const post = await ada.api.posts.create({ body: { title: 'Hello', body: 'World' } });
    const comment = (author: Person) =>
      author.api.entries.comment({ params: { entryId: post.id }, body: { body: 'An answer' } });
    const kept = await comment(bob);
    const deleted = await comment(carl);
    const again = await comment(carl);
    expect(await inboxOf(ada)).toMatchObject([
      { count: 3, actors: [{ id: carl.id }, { id: bob.id }], subject: { entryId: again.id } },
    ]);
    await carl.api.comments.delete({ params: { commentId: deleted.id } });
    expect(await inboxOf(ada)).toMatchObject([{ count: 2, subject: { entryId: again.id } }]);
    await ada.api.graph.block({ params: { userId: carl.id } });
    expect(await inboxOf(ada)).toMatchObject([
      { count: 1, actors: [{ id: bob.id }], subject: { entryId: kept.id } },
    ]);
    expect(await ada.api.notifications.unread()).toMatchObject({ notifications: 1 });
    await ada.api.graph.unblock({ params: { userId: carl.id } });
    await carl.api.comments.delete({ params: { commentId: again.id } });
    const last = await comment(carl);
    expect(await inboxOf(ada)).toMatchObject([{ count: 2, subject: { entryId: last.id } }]);
  });

  it('does not count those across a block', async () => {
    const [ada, bob] = await two();
    const carl = await world.person('carl');
    await world.follow(bob, ada);
    await world.follow(carl, ada);
    expect(await inboxOf(ada)).toMatchObject([{ count: 2 }]);
    world.clock.advance(61_000);
    await ada.api.graph.block({ params: { userId: carl.id } });
    expect(await inboxOf(ada)).toMatchObject([{ count: 1, actors: [{ id: bob.id }] }]);
  });

  it('does not name people in what they cannot see', async () => {
    const [ada, bob] = await two();
    const post = await ada.api.posts.create({
      body: { title: 'For few', body: 'Only those', audience: 'followers' },
    });
    await ada.api.entries.comment({
      params: { entryId: post.id },
      body: { body: `What does @${bob.username} say` },
    });
    expect(await inboxOf(bob)).toEqual([]);
  });
});

describe('reading', () => {
  it('marks the given ones, or all up to one; never those of others', async () => {
    const [ada, bob] = await two();
    const post = await ada.api.posts.create({ body: { title: 'Hello', body: 'World' } });
    await bob.api.entries.comment({ params: { entryId: post.id }, body: { body: 'One' } });
    await bob.api.posts.create({ body: { title: 'Look', body: `at @${ada.username}` } });
    const [newest, oldest] = await inboxOf(ada);
    if (!newest || !oldest) throw new Error('Two notifications were expected');

    expect(await bob.api.notifications.read({ body: { ids: [oldest.id] } })).toMatchObject({
      notifications: 0,
    });
    expect(await ada.api.notifications.unread()).toMatchObject({ notifications: 2 });
    expect(await ada.api.notifications.read({ body: { ids: [oldest.id] } })).toMatchObject({
      notifications: 1,
    });
    expect(await ada.api.notifications.read({ body: { upTo: newest.id } })).toMatchObject({
      notifications: 0,
    });
    expect(await refusal(bob.api.notifications.read({ body: { upTo: newest.id } }))).toBe('not_found');
  });

  it('pages without a gap or a double while new ones arrive', async () => {
    const [ada] = await two();
    const people = await world.people(4);
    for (const person of people) {
      await person.api.posts.create({ body: { title: 'Look', body: `at @${ada.username}` } });
    }
    await world.quiet();
    const first = await ada.api.notifications.list({ query: { limit: 2 } });
    const late = await world.person('late');
    await late.api.posts.create({ body: { title: 'Look', body: `at @${ada.username}` } });
    await world.quiet();
    const second = await ada.api.notifications.list({ query: { limit: 2, cursor: first.nextCursor ?? '' } });
    const seen = [...first.items, ...second.items].flatMap(({ actors }) => actors.map(({ id }) => id));
    expect(seen.sort()).toEqual(people.map(({ id }) => id).sort());
    expect(second.nextCursor).toBeNull();
  });

  it('arrives live with the count of unread ones, and goes down live', async () => {
    const [ada, bob] = await two();
    const socket = await TestSocket.open(world.url, await ada.token());
    await world.follow(bob, ada);
    const created = await eventually(() => {
      const frame = socket.frames.find(({ event }) => event === 'notification.created');
      if (!frame) throw new Error('Nothing arrived');
      return frame;
    });
    expect(created.data).toMatchObject({ notification: { type: 'follow' }, unread: { notifications: 1 } });
    const [only] = await inboxOf(ada);
    await ada.api.notifications.read({ body: { upTo: only?.id ?? '' } });
    await eventually(() => expect(socket.received('notification.read', { notifications: 0 })).toBe(true));
    socket.close();
  });
});

describe('the text of a notification', () => {
  it('is a sentence in the language of its recipient, for one, for two and for many', async () => {
    const [ada, bob] = await two();
    const [carl, dora] = await world.people(2);
    if (!carl || !dora) throw new Error('Somebody is missing');
    const name = (person: Person) => `\u2068${person.account.displayName}\u2069`;
    const text = async () => (await inboxOf(ada)).map((notification) => notification.text)[0];
    await world.follow(bob, ada);
    expect(await text()).toBe(`${name(bob)} followed you.`);
    await world.follow(carl, ada);
    expect(await text()).toBe(`${name(carl)} and ${name(bob)} followed you.`);
    await world.follow(dora, ada);
    expect(await text()).toBe(`${name(dora)} and 2 others followed you.`);
    await ada.api.users.updateMe({ body: { locale: 'de-AT' } });
    expect(await text()).toBe(`${name(dora)} und 2 weitere folgen dir jetzt.`);
  });

  it('counts what happened, not who did it, where that is what matters', async () => {
    const [ada, bob] = await two();
    await world.befriend(ada, bob);
    const channel = await bob.api.channels.openDirect({ body: { userId: ada.id } });
    for (const body of ['One', 'Two'])
      await bob.api.messages.send({ params: { channelId: channel.id }, body: { body } });
    const message = (await inboxOf(ada)).find(({ type }) => type === 'message');
    expect(message?.text).toBe(`\u2068${bob.account.displayName}\u2069 sent you 2 messages.`);
  });
});
