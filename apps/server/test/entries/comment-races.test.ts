import { describe, expect, it } from 'vitest';
import { refusal, World } from '../support/world.js';
import { answer, asComment, expectCounted, expectNoDeadlocks, onEntry, publish } from './writing.js';

const world = await World.open();
/** Three answers each meet the change. */
const ROUNDS = 17;

describe('a comment', () => {
  it.each(['post', 'parent'])(
    'on a %s deleted at that moment is either before it or refused',
    async (which) => {
      const [ada, ...others] = [await world.person('ada'), ...(await world.people(3))];
      for (let round = 0; round < ROUNDS; round += 1) {
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
        await expectCounted(world, post);
      }
    },
  );

  it('on a post hidden at that moment is either before it or refused', async () => {
    const [ada, ...others] = [await world.person('ada'), ...(await world.people(3))];
    for (let round = 0; round < ROUNDS; round += 1) {
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
    await expectCounted(world, post);
    expect((await ada.api.entries.get(onEntry(post))).counters).toMatchObject({
      replies: 0,
      descendants: 32,
    });
  });

  it('are kept without two writers ever waiting for each other', () => expectNoDeadlocks(world));
});
