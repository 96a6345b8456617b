import { describe, expect, it } from 'vitest';
import { type Person, refusal, World } from '../support/world.js';
import { expectTrueCounts } from './counts.js';

const world = await World.open();
const ROUNDS = 50;
/** Fifty rounds take their time where others work as well. */
const RACE = { timeout: 60_000 };

const params = (person: Person) => ({ params: { userId: person.id } });
const stateOf = async (viewer: Person, other: Person) =>
  (await viewer.api.users.get({ params: { idOrUsername: other.id } })).viewer.follow;

const eventsAbout = async (follower: Person, followee: Person) => {
  const rows = await world.rows<{ described: string }>(
    `select name || coalesce(' ' || (subject ->> 'wasRequested'), ' ' || (subject ->> 'wasRequest'), '') as described
     from events where subject ->> 'followerId' = $1 and subject ->> 'followeeId' = $2 order by at, id`,
    [follower.id, followee.id],
  );
  return rows.map(({ described }) => described);
};

describe('following', () => {
  it('begins and ends, is counted on both sides, and appended once each', async () => {
    const [ada, bob] = [await world.person('ada'), await world.person('bob')];
    expect(await ada.api.graph.follow(params(bob))).toEqual({ follow: 'following' });
    expect(await ada.api.graph.follow(params(bob))).toEqual({ follow: 'following' });
    const seen = await bob.api.users.get({ params: { idOrUsername: ada.username } });
    expect(seen.counts).toEqual({ posts: 0, followers: 0, following: 1 });
    expect(seen.viewer).toMatchObject({ follow: 'none', followsViewer: true });
    expect(await stateOf(ada, bob)).toBe('following');
    await ada.api.graph.unfollow(params(bob));
    await ada.api.graph.unfollow(params(bob));
    expect(await stateOf(ada, bob)).toBe('none');
    expect(await eventsAbout(ada, bob)).toEqual(['follow.created false', 'follow.deleted false']);
    await expectTrueCounts(world, ada, bob);
  });

  it('oneself is refused', async () => {
    const ada = await world.person('ada');
    expect(await refusal(ada.api.graph.follow(params(ada)))).toBe('invalid_input');
    expect(await refusal(ada.api.graph.block(params(ada)))).toBe('invalid_input');
  });

  it('nobody, suspended people and things that are no people is not possible', async () => {
    const [ada, gone] = [await world.person('ada'), await world.person('gone')];
    await world.rows(`update users set status = 'suspended' where id = $1`, [gone.id]);
    const nobody = { ...ada, id: '01900000-0000-7000-8000-000000000000' as Person['id'] };
    for (const other of [gone, nobody]) {
      expect(await refusal(ada.api.graph.follow(params(other)))).toBe('not_found');
      expect(await refusal(ada.api.graph.unfollow(params(other)))).toBe('not_found');
      expect(await refusal(ada.api.graph.block(params(other)))).toBe('not_found');
      expect(await refusal(ada.api.graph.followers(params(other)))).toBe('not_found');
      expect(await refusal(ada.api.users.get({ params: { idOrUsername: other.id } }))).toBe('not_found');
    }
    const odd = await world.request('PUT', '/users/1%20or%201=1/follow', { token: await ada.token() });
    expect(odd.status).toBe(422);
  });

  it('stays true to its counters when many follow and unfollow at once', RACE, async () => {
    const people = await world.people(6);
    for (let round = 0; round < ROUNDS; round += 1) {
      await Promise.all(
        people.flatMap((one, index) => {
          const other = people[(index + 1 + (round % 5)) % people.length] as Person;
          return [one.api.graph.follow(params(other)), one.api.graph.unfollow(params(other))];
        }),
      );
    }
    await expectTrueCounts(world, ...people);
  });

  it('each other at once makes one edge each way', RACE, async () => {
    const [ada, bob] = [await world.person('ada'), await world.person('bob')];
    for (let round = 1; round <= ROUNDS; round += 1) {
      await Promise.all([
        ada.api.graph.follow(params(bob)),
        bob.api.graph.follow(params(ada)),
        ada.api.graph.follow(params(bob)),
      ]);
      const begun = (await eventsAbout(ada, bob)).filter((described) => described === 'follow.created false');
      expect(begun).toHaveLength(round);
      await Promise.all([ada.api.graph.unfollow(params(bob)), bob.api.graph.unfollow(params(ada))]);
    }
    await expectTrueCounts(world, ada, bob);
  });

  it('ends at a bound', async () => {
    const [ada, bob] = [await world.person('ada'), await world.person('bob')];
    await world.rows('update users set following_count = 10000 where id = $1', [ada.id]);
    expect(await refusal(ada.api.graph.follow(params(bob)))).toBe('limit_reached');
  });
});
