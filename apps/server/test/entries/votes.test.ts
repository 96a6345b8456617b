import type { EntryId, VoteValue } from '@plaza/contract';
import { describe, expect, it } from 'vitest';
import { best, controversial, hot } from '../../src/modules/entries/rankings.js';
import { type Person, refusal, World } from '../support/world.js';
import { expectNoDeadlocks, onEntry, publish } from './writing.js';

const world = await World.open();
const ROUNDS = 50;

const vote = (voter: Person, entry: { id: EntryId }, value: VoteValue) =>
  voter.api.entries.vote({ ...onEntry(entry), body: { value } });

interface Counted {
  up: number;
  down: number;
  hot: number;
  best: number;
  controversial: number;
  created_at: Date;
  ups: number;
  downs: number;
}

/** Fails unless the counters are the rows, and the rankings the formulas of the counters. */
async function expectCounted(entry: { id: EntryId }): Promise<{ up: number; down: number }> {
  const [row] = await world.rows<Counted>(
    `select up, down, hot, best, controversial, created_at,
       (select count(*)::int from votes where entry_id = e.id and value = 1) as ups,
       (select count(*)::int from votes where entry_id = e.id and value = -1) as downs
     from entries as e where id = $1`,
    [entry.id],
  );
  if (!row) throw new Error('There is no such entry');
  expect([row.up, row.down]).toEqual([row.ups, row.downs]);
  expect(row.hot).toBeCloseTo(hot(row, row.created_at), 6);
  expect(row.best).toBeCloseTo(best(row), 9);
  expect(row.controversial).toBeCloseTo(controversial(row), 9);
  return { up: row.up, down: row.down };
}

const countersEvents = (entry: { id: EntryId }) =>
  world.rows(`select 1 from events where name = 'entry.counters' and subject ->> 'entryId' = $1`, [entry.id]);

describe('a vote', () => {
  it('goes up, down and away, and is in the answer', async () => {
    const [ada, bob] = [await world.person('ada'), await world.person('bob')];
    const post = await publish(ada);
    const counters = { replies: 0, descendants: 0 };
    expect(await vote(bob, post, 1)).toEqual({
      counters: { up: 1, down: 0, ...counters },
      viewer: { vote: 1 },
    });
    expect((await bob.api.posts.get({ params: { postId: post.id } })).viewer.vote).toBe(1);
    expect((await ada.api.posts.get({ params: { postId: post.id } })).viewer.vote).toBe(0);
    expect(await vote(bob, post, -1)).toEqual({
      counters: { up: 0, down: 1, ...counters },
      viewer: { vote: -1 },
    });
    expect(await vote(bob, post, 0)).toEqual({
      counters: { up: 0, down: 0, ...counters },
      viewer: { vote: 0 },
    });
    await expectCounted(post);
  });

  it('changes nothing and leaves no event when it is the same again', async () => {
    const [ada, bob] = [await world.person('ada'), await world.person('bob')];
    const post = await publish(ada);
    await vote(bob, post, 0);
    expect(await countersEvents(post)).toHaveLength(0);
    for (let round = 0; round < 3; round += 1) await vote(bob, post, 1);
    expect(await countersEvents(post)).toHaveLength(1);
    for (let round = 0; round < 3; round += 1) await vote(bob, post, 0);
    expect(await countersEvents(post)).toHaveLength(2);
    expect(await expectCounted(post)).toEqual({ up: 0, down: 0 });
  });

  it('counts on comments too', async () => {
    const [ada, bob] = [await world.person('ada'), await world.person('bob')];
    const post = await publish(ada);
    const comment = await ada.api.entries.comment({ ...onEntry(post), body: { body: 'Mine' } });
    await vote(bob, comment, -1);
    expect(await expectCounted(comment)).toEqual({ up: 0, down: 1 });
    expect(await expectCounted(post)).toEqual({ up: 0, down: 0 });
  });

  it('is refused on one’s own entry, and on what is hidden or gone', async () => {
    const [ada, bob] = [await world.person('ada'), await world.person('bob')];
    const post = await publish(ada);
    const hidden = await ada.api.posts.create({ body: { title: 'A', body: 'B', audience: 'followers' } });
    expect(await refusal(vote(ada, post, 1))).toBe('own_entry');
    expect(await refusal(vote(bob, hidden, 1))).toBe('not_found');
    const comment = await bob.api.entries.comment({ ...onEntry(post), body: { body: 'Mine' } });
    expect(await refusal(vote(bob, comment, 1))).toBe('own_entry');
    await ada.api.posts.delete({ params: { postId: post.id } });
    expect(await refusal(vote(bob, post, 1))).toBe('not_found');
    expect(await refusal(vote(ada, comment, 1))).toBe('not_found');
    const rows = await world.rows('select 1 from votes where entry_id = any($1)', [
      [post.id, hidden.id, comment.id],
    ]);
    expect(rows).toEqual([]);
  });

  it.each([[2], [-2], [0.5], ['1'], [null], [true], [[]], [{}]])('of %j is refused', async (value) => {
    const [ada, bob] = [await world.person('ada'), await world.person('bob')];
    const post = await publish(ada);
    const token = await bob.token();
    const answer = await world.request('PUT', `/entries/${post.id}/vote`, { token, body: { value } });
    expect(answer.status).toBe(422);
    expect(await expectCounted(post)).toEqual({ up: 0, down: 0 });
  });
});

describe('many votes at once', () => {
  it('by one person leave one vote, the same in row, counter and answer', async () => {
    const [ada, bob] = [await world.person('ada'), await world.person('bob')];
    const post = await publish(ada);
    await Promise.all(Array.from({ length: 100 }, () => vote(bob, post, 1)));
    expect(await expectCounted(post)).toEqual({ up: 1, down: 0 });
    expect(await countersEvents(post)).toHaveLength(1);
  });

  it('up and away by one person end as the rows say, fifty times', async () => {
    const [ada, bob] = [await world.person('ada'), await world.person('bob')];
    const post = await publish(ada);
    for (let round = 0; round < ROUNDS; round += 1) {
      await Promise.all([vote(bob, post, 1), vote(bob, post, round % 2 === 0 ? 0 : -1)]);
      await expectCounted(post);
    }
  });

  it('by many people in any order are all counted', async () => {
    const [ada, voters] = [await world.person('ada'), await world.people(12)];
    const post = await publish(ada);
    const values: VoteValue[] = [1, -1, 0, 1, 1, -1, 0, -1];
    await Promise.all(
      voters.flatMap((voter, index) =>
        values.map((_value, turn) => vote(voter, post, values[(index * 3 + turn) % values.length] ?? 0)),
      ),
    );
    await expectCounted(post);
  });

  it('do not wait for comments below the same entry, nor these for them', async () => {
    const [ada, others] = [await world.person('ada'), await world.people(6)];
    const post = await publish(ada);
    const parent = await ada.api.entries.comment({ ...onEntry(post), body: { body: 'Parent' } });
    await Promise.all(
      others.flatMap((person, index) => [
        vote(person, post, 1),
        vote(person, parent, index % 2 === 0 ? 1 : -1),
        person.api.entries.comment({ ...onEntry(post), body: { body: 'One' } }),
        person.api.entries.comment({ ...onEntry(parent), body: { body: 'Two' } }),
      ]),
    );
    expect(await expectCounted(post)).toEqual({ up: 6, down: 0 });
    expect(await expectCounted(parent)).toEqual({ up: 3, down: 3 });
    const seen = await ada.api.entries.get(onEntry(post));
    expect(seen.counters).toMatchObject({ replies: 7, descendants: 13 });
  });

  it('on a comment that is being deleted are either before it or refused', async () => {
    const [ada, voters] = [await world.person('ada'), await world.people(4)];
    const post = await publish(ada);
    for (let round = 0; round < ROUNDS / voters.length; round += 1) {
      const comment = await ada.api.entries.comment({ ...onEntry(post), body: { body: 'Mine' } });
      const votes = voters.map((voter) =>
        vote(voter, comment, 1).then(
          () => 'counted',
          (error) => error.code,
        ),
      );
      const [outcomes] = await Promise.all([
        Promise.all(votes),
        ada.api.comments.delete({ params: { commentId: comment.id } }),
      ]);
      for (const outcome of outcomes) expect(['counted', 'not_found']).toContain(outcome);
    }
    expect((await ada.api.entries.get(onEntry(post))).counters.descendants).toBe(0);
  });

  it('never have two writers wait for each other', () => expectNoDeadlocks(world));
});
