import type { EntryId, Post } from '@plaza/contract';
import { describe, expect, it } from 'vitest';
import { type Person, refusal, World } from '../support/world.js';

const world = await World.open();

const publish = (author: Person, audience: Post['audience'], body = 'A body') =>
  author.api.posts.create({ body: { title: 'A title', body, audience } });
const onEntry = (entry: { id: EntryId }) => ({ params: { entryId: entry.id } });
const sees = async (viewer: Person | null, entry: { id: EntryId }): Promise<boolean> => {
  const call = (viewer?.api ?? world.stranger()).entries.get(onEntry(entry));
  return call.then(
    () => true,
    async (error) => {
      expect(error.code).toBe('not_found');
      return false;
    },
  );
};

describe('who sees an entry', () => {
  it('follows the follow: not while it is asked for, from its acceptance, until it ends', async () => {
    const [ada, bob] = [await world.person('ada'), await world.person('bob')];
    await ada.api.users.updateMe({ body: { isPrivate: true } });
    const post = await publish(ada, 'followers');
    const open = await publish(ada, 'public');
    const both = async () => [await sees(bob, post), await sees(bob, open)];
    await world.follow(bob, ada);
    expect(await both()).toEqual([false, false]);
    await ada.api.graph.acceptFollowRequest({ params: { userId: bob.id } });
    expect(await both()).toEqual([true, true]);
    await bob.api.graph.unfollow({ params: { userId: ada.id } });
    expect(await both()).toEqual([false, false]);
    expect(await sees(null, open)).toBe(false);
  });

  it('changes at once with the audience, on every surface', async () => {
    const [ada, bob] = [await world.person('ada'), await world.person('bob')];
    const post = await publish(ada, 'public');
    const comment = await bob.api.entries.comment({ ...onEntry(post), body: { body: 'Mine' } });
    await ada.api.posts.update({ params: { postId: post.id }, body: { audience: 'followers' } });
    expect([await sees(bob, post), await sees(bob, comment), await sees(null, post)]).toEqual([
      false,
      false,
      false,
    ]);
    const query = { sort: 'new', authorId: ada.id } as const;
    expect((await bob.api.posts.list({ query })).items).toEqual([]);
    expect(await refusal(bob.api.entries.comments(onEntry(post)))).toBe('not_found');
    expect(await refusal(bob.api.entries.context(onEntry(comment)))).toBe('not_found');
    expect(await refusal(bob.api.entries.revisions(onEntry(post)))).toBe('not_found');
    expect(await refusal(bob.api.entries.vote({ ...onEntry(post), body: { value: 1 } }))).toBe('not_found');
    expect(await refusal(bob.api.entries.comment({ ...onEntry(post), body: { body: 'X' } }))).toBe(
      'not_found',
    );
    await ada.api.posts.update({ params: { postId: post.id }, body: { audience: 'public' } });
    expect([await sees(bob, post), await sees(bob, comment)]).toEqual([true, true]);
  });

  it('ends with a block, both ways, and not for those who look without signing in', async () => {
    const [ada, bob] = [await world.person('ada'), await world.person('bob')];
    const [hers, his] = [await publish(ada, 'public', `For @${bob.username}`), await publish(bob, 'public')];
    await bob.api.graph.block({ params: { userId: ada.id } });
    expect([await sees(ada, his), await sees(bob, hers)]).toEqual([false, false]);
    expect([await sees(null, his), await sees(null, hers)]).toEqual([true, true]);
    await bob.api.graph.unblock({ params: { userId: ada.id } });
    expect([await sees(ada, his), await sees(bob, hers)]).toEqual([true, true]);
  });

  it('ends with the suspension of its author', async () => {
    const [ada, bob] = [await world.person('ada'), await world.person('bob')];
    const post = await publish(ada, 'public');
    await world.rows(`update users set status = 'suspended' where id = $1`, [ada.id]);
    expect([await sees(bob, post), await sees(null, post)]).toEqual([false, false]);
  });

  it('is the same for what is hidden and what is absent', async () => {
    const [ada, bob] = [await world.person('ada'), await world.person('bob')];
    const hidden = await publish(ada, 'mentioned');
    const absent = hidden.id.replace(/.{12}$/, '000000000000');
    const token = await bob.token();
    const [one, other] = await Promise.all(
      [hidden.id, absent].map((id) => world.request('GET', `/posts/${id}`, { token })),
    );
    const shown = (answer: typeof one) => ({ ...(answer?.body as object), requestId: '' });
    expect(one?.status).toBe(404);
    expect(shown(one)).toEqual(shown(other));
  });
});

describe('the explanation for the author', () => {
  it('names the rule that decides', async () => {
    const [ada, fan, named, other] = [
      await world.person('ada'),
      await world.person('fan'),
      await world.person('named'),
      await world.person('other'),
    ];
    await world.follow(fan, ada);
    const post = await publish(ada, 'followers', `For @${named.username}`);
    const comment = await fan.api.entries.comment({ ...onEntry(post), body: { body: 'Mine' } });
    const ruleOf = (author: Person, entry: { id: EntryId }, person: Person) =>
      author.api.entries.audience({ ...onEntry(entry), query: { userId: person.id } });
    expect(await ruleOf(ada, post, ada)).toEqual({ visible: true, rule: 'author' });
    expect(await ruleOf(ada, post, fan)).toEqual({ visible: true, rule: 'follower' });
    expect(await ruleOf(ada, post, named)).toEqual({ visible: true, rule: 'mentioned' });
    expect(await ruleOf(ada, post, other)).toEqual({ visible: false, rule: 'outside_audience' });
    expect(await ruleOf(fan, comment, other)).toEqual({ visible: false, rule: 'outside_audience' });
    await ada.api.posts.update({ params: { postId: post.id }, body: { audience: 'public' } });
    expect(await ruleOf(ada, post, other)).toEqual({ visible: true, rule: 'public' });
    await ada.api.users.updateMe({ body: { isPrivate: true } });
    expect(await ruleOf(ada, post, other)).toEqual({ visible: false, rule: 'private_account' });
    await ada.api.graph.block({ params: { userId: other.id } });
    expect(await ruleOf(ada, post, other)).toEqual({ visible: false, rule: 'blocked' });
    expect(await ruleOf(fan, comment, other)).toEqual({ visible: false, rule: 'root_blocked' });
  });

  it('is for nobody but the author, and hides a block against them', async () => {
    const [ada, bob] = [await world.person('ada'), await world.person('bob')];
    const post = await publish(ada, 'public');
    const ask = (person: Person, userId: string) =>
      person.api.entries.audience({ ...onEntry(post), query: { userId: userId as Person['id'] } });
    expect(await refusal(ask(bob, bob.id))).toBe('forbidden');
    await bob.api.graph.block({ params: { userId: ada.id } });
    expect(await refusal(ask(ada, bob.id))).toBe('not_found');
    expect(await refusal(ask(ada, bob.id.replace(/.{12}$/, '000000000000')))).toBe('not_found');
  });
});
