import { type CommentNode, type EntryId, limits } from '@plaza/contract';
import { describe, expect, it } from 'vitest';
import { type Person, refusal, World } from '../support/world.js';

const world = await World.open();
const ROUNDS = 50;

const publish = (author: Person) => author.api.posts.create({ body: { title: 'A title', body: 'A body' } });
const onEntry = (entry: { id: EntryId }) => ({ params: { entryId: entry.id } });
const asComment = (entry: { id: EntryId }) => ({ params: { commentId: entry.id } });
const answer = (author: Person, entry: { id: EntryId }, body = 'An answer') =>
  author.api.entries.comment({ ...onEntry(entry), body: { body } });
const treeOf = async (viewer: Person, entry: { id: EntryId }) =>
  (await viewer.api.entries.comments({ ...onEntry(entry), query: { sort: 'old', depth: 10 } })).items;
const linesOf = (nodes: CommentNode[]) =>
  nodes.map(({ entry }) => [entry.id, entry.kind === 'tombstone' ? entry.reason : entry.body]);

/** Fails unless every counter below the post, and its own, is that of the living rows. */
async function expectCounted(post: { id: EntryId }): Promise<void> {
  const wrong = await world.rows(
    `with recursive tree as (
       select id as above, id from entries where root_id = $1
       union all
       select tree.above, e.id from tree join entries as e on e.parent_id = tree.id
     ),
     living as (
       select tree.above, count(*)::int as descendants
       from tree join entries as e on e.id = tree.id
       where tree.id <> tree.above and e.deleted_at is null and e.removed_at is null
       group by tree.above
     )
     select e.id, e.reply_count, e.descendant_count
     from entries as e left join living on living.above = e.id
     where e.root_id = $1 and (
       e.descendant_count <> coalesce(living.descendants, 0)
       or e.reply_count <> (
         select count(*) from entries as reply
         where reply.parent_id = e.id and reply.deleted_at is null and reply.removed_at is null
       )
     )`,
    [post.id],
  );
  expect(wrong).toEqual([]);
}

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
    await expectCounted(post);
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
    await expectCounted(post);
    expect(linesOf(await treeOf(ada, post))).toEqual([
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
    expect(linesOf(await treeOf(ada, post))).toEqual([
      [one.id, 'deleted'],
      [aside.id, 'Aside'],
    ]);
    await bob.api.comments.delete(asComment(aside));
    expect(await treeOf(ada, post)).toEqual([]);
    expect(
      await world.rows(`select 1 from entries where root_id = $1 and kind = 'comment'`, [post.id]),
    ).toEqual([]);
    await expectCounted(post);
  });

  it('of a blocked person is hidden both ways without changing the counts', async () => {
    const [ada, bob, eve] = [await world.person('ada'), await world.person('bob'), await world.person('eve')];
    const post = await publish(ada);
    const lone = await answer(bob, post, 'Lone');
    const parent = await answer(bob, post, 'Parent');
    const child = await answer(eve, parent, 'Child');
    await eve.api.graph.block({ params: { userId: bob.id } });
    expect(linesOf(await treeOf(eve, post))).toEqual([
      [parent.id, 'deleted'],
      [child.id, 'Child'],
    ]);
    expect(linesOf(await treeOf(bob, post))).toEqual([
      [lone.id, 'Lone'],
      [parent.id, 'Parent'],
    ]);
    expect(linesOf(await treeOf(ada, post))).toHaveLength(3);
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

  it.each(['post', 'parent'])(
    'on a %s deleted at that moment is either before it or refused',
    async (which) => {
      const [ada, ...others] = [await world.person('ada'), ...(await world.people(3))];
      for (let round = 0; round < ROUNDS / 2; round += 1) {
        const post = await publish(ada);
        const parent = await answer(ada, post);
        const answers = others.map((person) =>
          answer(person, parent).then(
            ({ id }) => id,
            (error) => error.code,
          ),
        );
        const deletion =
          which === 'post'
            ? ada.api.posts.delete({ params: { postId: post.id } })
            : ada.api.comments.delete(asComment(parent));
        const outcomes = await Promise.all(answers);
        await deletion;
        const written = await world.rows<{ id: string }>('select id from entries where parent_id = $1', [
          parent.id,
        ]);
        const accepted = outcomes.filter((outcome) => outcome !== 'not_found');
        expect(written.map(({ id }) => id).sort()).toEqual(accepted.sort());
        await expectCounted(post);
      }
    },
  );

  it('on a post hidden at that moment is either before it or refused', async () => {
    const [ada, ...others] = [await world.person('ada'), ...(await world.people(3))];
    for (let round = 0; round < ROUNDS / 2; round += 1) {
      const post = await publish(ada);
      const [outcomes] = await Promise.all([
        Promise.all(
          others.map((person) =>
            answer(person, post).then(
              ({ id }) => id,
              (error) => error.code,
            ),
          ),
        ),
        ada.api.posts.update({ params: { postId: post.id }, body: { audience: 'mentioned' } }),
      ]);
      const written = await world.rows<{ id: string }>('select id from entries where parent_id = $1', [
        post.id,
      ]);
      const accepted = outcomes.filter((outcome) => outcome !== 'not_found');
      expect(written.map(({ id }) => id).sort()).toEqual(accepted.sort());
      for (const person of others) expect(await refusal(answer(person, post))).toBe('not_found');
    }
  });
});

describe('the counters of a tree', () => {
  it('are those of the rows after many people wrote and deleted at once', async () => {
    const people = await world.people(6);
    const [ada] = people;
    if (!ada) throw new Error('Nobody is there');
    const post = await publish(ada);
    const mine = await Promise.all(
      people.map(async (person) => [person, await answer(person, post)] as const),
    );
    const deeper = await Promise.all(
      mine.flatMap(([, parent]) =>
        people.map(async (person) => [person, await answer(person, parent)] as const),
      ),
    );
    await Promise.all([
      ...mine.map(([person, comment]) => person.api.comments.delete(asComment(comment))),
      ...deeper.slice(0, 20).map(([person, comment]) => person.api.comments.delete(asComment(comment))),
      ...deeper.slice(20).map(([, comment]) => answer(ada, comment)),
    ]);
    await expectCounted(post);
    expect((await ada.api.entries.get(onEntry(post))).counters).toMatchObject({
      replies: 0,
      descendants: 32,
    });
  });
});

describe('the tree below an entry', () => {
  it('opens level by level, with cursors of its own for each', async () => {
    const ada = await world.person('ada');
    const post = await publish(ada);
    const top = await Promise.all(Array.from({ length: 5 }, (_, index) => answer(ada, post, `Top ${index}`)));
    const [parent] = top;
    if (!parent) throw new Error('Nothing was written');
    const replies: { id: EntryId }[] = [];
    for (let index = 0; index < 5; index += 1) replies.push(await answer(ada, parent, `Reply ${index}`));
    const stranger = world.stranger();
    const query = { sort: 'old', limit: 5 } as const;
    const page = await stranger.entries.comments({ ...onEntry(post), query });
    expect(page.nextCursor).toBeNull();
    const more = page.items.find(({ entry }) => entry.id === parent.id)?.more;
    expect(more?.count).toBe(2);
    expect(
      page.items.filter(({ entry }) => entry.parentId === parent.id).map(({ entry }) => entry.id),
    ).toEqual(replies.slice(0, 3).map(({ id }) => id));
    const rest = await stranger.entries.comments({
      ...onEntry(parent),
      query: { ...query, cursor: more?.cursor ?? '' },
    });
    expect(rest.items.map(({ entry }) => entry.id)).toEqual(replies.slice(3).map(({ id }) => id));
    const flat = await stranger.entries.comments({ ...onEntry(post), query: { ...query, depth: 1 } });
    expect(flat.items).toHaveLength(5);
    expect(flat.items.find(({ entry }) => entry.id === parent.id)?.more?.count).toBe(5);
  });

  it('leads right to a deep comment with all that is above and below it', async () => {
    const [ada, bob] = [await world.person('ada'), await world.person('bob')];
    const post = await publish(ada);
    const line: { id: EntryId }[] = [];
    for (let depth = 0; depth < 8; depth += 1) {
      line.push(await answer(depth % 2 === 0 ? ada : bob, line.at(-1) ?? post, `Level ${depth + 1}`));
    }
    const [first, second, , , fifth, sixth] = line;
    if (!first || !second || !fifth || !sixth) throw new Error('Nothing was written');
    await bob.api.comments.delete(asComment(second));
    const context = await world.stranger().entries.context(onEntry(fifth));
    expect(context.root.id).toBe(post.id);
    expect(context.ancestors.map(({ id, kind }) => [id, kind])).toEqual(
      line.slice(0, 4).map(({ id }) => [id, id === second.id ? 'tombstone' : 'comment']),
    );
    expect(context.comment.id).toBe(fifth.id);
    expect(context.replies.items.map(({ entry }) => entry.id)).toEqual(line.slice(5).map(({ id }) => id));
    const ofTombstone = await ada.api.entries.context(onEntry(second));
    expect(ofTombstone.comment).toMatchObject({ kind: 'tombstone', id: second.id });
    expect(await refusal(ada.api.entries.context(onEntry(post)))).toBe('not_found');
  });

  it.each([0, 11, -1, 1.5, 'x'])('has no depth of %s', async (depth) => {
    const post = await publish(await world.person('ada'));
    const { status } = await world.request('GET', `/entries/${post.id}/comments?depth=${depth}`);
    expect(status).toBe(422);
  });
});
