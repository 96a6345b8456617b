import { limits } from '@plaza/contract';
import { describe, expect, it } from 'vitest';
import { refusal, World } from '../support/world.js';
import { answer, asComment, expectCounted, linesBelow, onEntry, publish } from './writing.js';

const world = await World.open();

describe('a comment', () => {
  it('answers a post or a comment, and is counted at all above it', async () => {
    const [ada, bob] = [await world.person('ada'), await world.person('bob')];
    const post = await publish(ada);
    const first = await answer(bob, post, 'First');
    const reply = await answer(ada, first, `Hello @${bob.username}`);
    expect(first).toMatchObject({
      kind: 'comment',
      rootId: post.id,
      parentId: post.id,
      depth: 1,
      audience: 'public',
    });
    expect(reply).toMatchObject({
      rootId: post.id,
      parentId: first.id,
      depth: 2,
      mentions: [{ id: bob.id }],
    });
    expect(await bob.api.entries.get(onEntry(first))).toMatchObject({
      ...first,
      counters: { replies: 1, descendants: 1 },
    });
    expect((await ada.api.entries.get(onEntry(post))).counters).toMatchObject({ replies: 1, descendants: 2 });
    expect(await ada.api.entries.get(onEntry(reply))).toEqual(reply);
    await expectCounted(world, post);
  });

  it('is taken back by its author also where they may not look any more', async () => {
    const [ada, bob, carl] = [
      await world.person('ada'),
      await world.person('bob'),
      await world.person('carl'),
    ];
    const post = await publish(ada);
    const [comment, other] = [await answer(bob, post), await answer(carl, post)];
    await ada.api.graph.block({ params: { userId: bob.id } });
    expect(await refusal(bob.api.comments.delete(asComment(other)))).toBe('not_found');
    await bob.api.comments.delete(asComment(comment));
    expect(await refusal(bob.api.comments.delete(asComment(comment)))).toBe('not_found');
    expect(await linesBelow(ada, post)).toEqual([[other.id, other.body]]);
    await expectCounted(world, post);
  });

  it('is edited by its author alone, with its revisions', async () => {
    const [ada, bob] = [await world.person('ada'), await world.person('bob')];
    const post = await publish(ada);
    const comment = await answer(bob, post, 'First');
    expect(await refusal(ada.api.comments.update({ ...asComment(comment), body: { body: 'X' } }))).toBe(
      'forbidden',
    );
    expect(await refusal(ada.api.comments.delete(asComment(comment)))).toBe('forbidden');
    const edited = await bob.api.comments.update({ ...asComment(comment), body: { body: 'Second' } });
    expect(edited.editedAt).not.toBeNull();
    const { items } = await ada.api.entries.revisions(onEntry(comment));
    expect(items).toMatchObject([{ title: null, body: 'First' }]);
  });

  it('is as visible as its post, whatever that becomes', async () => {
    const [ada, bob, eve] = [await world.person('ada'), await world.person('bob'), await world.person('eve')];
    await world.follow(bob, ada);
    const post = await publish(ada);
    const comment = await answer(eve, post);
    await ada.api.posts.update({ params: { postId: post.id }, body: { audience: 'followers' } });
    expect(await bob.api.entries.get(onEntry(comment))).toMatchObject({ audience: 'followers' });
    expect(await refusal(eve.api.entries.get(onEntry(comment)))).toBe('not_found');
    expect(await refusal(eve.api.comments.update({ ...asComment(comment), body: { body: 'X' } }))).toBe(
      'not_found',
    );
  });

  it('leaves a tombstone while answers to it live, and goes with the last of them', async () => {
    const [ada, bob] = [await world.person('ada'), await world.person('bob')];
    const post = await publish(ada);
    const one = await answer(bob, post, 'One');
    const two = await answer(ada, one, 'Two');
    const three = await answer(bob, two, 'Three');
    const aside = await answer(bob, one, 'Aside');
    await bob.api.comments.delete(asComment(one));
    await ada.api.comments.delete(asComment(two));
    await expectCounted(world, post);
    expect(await linesBelow(ada, post)).toEqual([
      [one.id, 'deleted'],
      [two.id, 'deleted'],
      [three.id, 'Three'],
      [aside.id, 'Aside'],
    ]);
    expect(await world.rows('select body from entries where id = any($1)', [[one.id, two.id]])).toEqual([
      { body: '' },
      { body: '' },
    ]);
    expect(await refusal(ada.api.entries.get(onEntry(one)))).toBe('not_found');
    expect(await refusal(answer(ada, one))).toBe('not_found');
    await bob.api.comments.delete(asComment(three));
    expect(await linesBelow(ada, post)).toEqual([
      [one.id, 'deleted'],
      [aside.id, 'Aside'],
    ]);
    await bob.api.comments.delete(asComment(aside));
    expect(await linesBelow(ada, post)).toEqual([]);
    expect(
      await world.rows(`select 1 from entries where root_id = $1 and kind = 'comment'`, [post.id]),
    ).toEqual([]);
    await expectCounted(world, post);
  });

  it('of a blocked person is hidden both ways without changing the counts', async () => {
    const [ada, bob, eve] = [await world.person('ada'), await world.person('bob'), await world.person('eve')];
    const post = await publish(ada);
    const lone = await answer(bob, post, 'Lone');
    const parent = await answer(bob, post, 'Parent');
    const child = await answer(eve, parent, 'Child');
    await eve.api.graph.block({ params: { userId: bob.id } });
    expect(await linesBelow(eve, post)).toEqual([
      [parent.id, 'deleted'],
      [child.id, 'Child'],
    ]);
    expect(await linesBelow(bob, post)).toEqual([
      [lone.id, 'Lone'],
      [parent.id, 'Parent'],
    ]);
    expect(await linesBelow(ada, post)).toHaveLength(3);
    for (const person of [ada, bob, eve]) {
      expect((await person.api.entries.get(onEntry(post))).counters.descendants).toBe(3);
    }
    expect(await refusal(eve.api.entries.get(onEntry(lone)))).toBe('not_found');
    expect(await refusal(answer(eve, lone))).toBe('not_found');
    expect(await refusal(eve.api.entries.vote({ ...onEntry(lone), body: { value: 1 } }))).toBe('not_found');
  });

  it('is refused below the deepest level', async () => {
    const ada = await world.person('ada');
    const post = await publish(ada);
    const comment = await answer(ada, post);
    await world.rows('update entries set depth = $2 where id = $1', [comment.id, limits.treeDepth - 1]);
    const deepest = await answer(ada, comment);
    expect(deepest).toMatchObject({ depth: limits.treeDepth, viewer: { can: { comment: false } } });
    expect(await refusal(answer(ada, deepest))).toBe('too_deep');
  });
});
