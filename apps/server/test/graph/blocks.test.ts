import { describe, expect, it } from 'vitest';
import { type Person, refusal, World } from '../support/world.js';
import { expectTrueCounts } from './counts.js';

const world = await World.open();
const ROUNDS = 50;
/** Fifty rounds take their time where others work as well. */
const RACE = { timeout: 60_000 };

const params = (person: Person) => ({ params: { userId: person.id } });
const profileOf = (viewer: Person, other: Person) =>
  viewer.api.users.get({ params: { idOrUsername: other.username } });
const edgesBetween = async (one: Person, other: Person) =>
  world.rows(
    'select state from follows where $1 in (follower_id, followee_id) and $2 in (follower_id, followee_id)',
    [one.id, other.id],
  );

describe('a block', () => {
  it('ends follows and requests both ways, is counted and announced', async () => {
    const [ada, bob] = [await world.person('ada'), await world.person('bob')];
    await world.befriend(ada, bob);
    await ada.api.graph.block(params(bob));
    await ada.api.graph.block(params(bob));
    expect(await edgesBetween(ada, bob)).toEqual([]);
    await expectTrueCounts(world, ada, bob);
    const events = await world.rows<{ name: string }>(
      `select name from events
       where (subject ->> 'blockerId' = $1 or subject ->> 'followerId' in ($1, $2)) and name not like '%created'
          or subject ->> 'blockerId' = $1 order by at, id`,
      [ada.id, bob.id],
    );
    expect(events.map(({ name }) => name)).toEqual(['follow.deleted', 'follow.deleted', 'block.created']);
  });

  it('ends a request to a private account', async () => {
    const [ada, bob] = [await world.person('ada'), await world.person('bob')];
    await bob.api.users.updateMe({ body: { isPrivate: true } });
    await ada.api.graph.follow(params(bob));
    await ada.api.graph.block(params(bob));
    expect(await edgesBetween(ada, bob)).toEqual([]);
    expect((await bob.api.graph.followRequests()).items).toEqual([]);
  });

  it('keeps both from following', async () => {
    const [ada, bob] = [await world.person('ada'), await world.person('bob')];
    await ada.api.graph.block(params(bob));
    expect(await refusal(bob.api.graph.follow(params(ada)))).toBe('not_found');
    expect(await refusal(ada.api.graph.follow(params(bob)))).toBe('not_found');
    expect(await edgesBetween(ada, bob)).toEqual([]);
  });

  it('wins over a follow that comes at the same time, whichever way', RACE, async () => {
    const [ada, bob] = [await world.person('ada'), await world.person('bob')];
    for (let round = 0; round < ROUNDS; round += 1) {
      await Promise.allSettled([
        bob.api.graph.follow(params(ada)),
        ada.api.graph.block(params(bob)),
        ada.api.graph.follow(params(bob)),
        bob.api.graph.follow(params(ada)),
      ]);
      expect(await edgesBetween(ada, bob)).toEqual([]);
      await ada.api.graph.unblock(params(bob));
    }
    await expectTrueCounts(world, ada, bob);
  });

  it('wins over an acceptance that comes at the same time', RACE, async () => {
    const [ada, bob] = [await world.person('ada'), await world.person('bob')];
    await bob.api.users.updateMe({ body: { isPrivate: true } });
    for (let round = 0; round < ROUNDS; round += 1) {
      await ada.api.graph.follow(params(bob));
      await Promise.allSettled([
        bob.api.graph.acceptFollowRequest(params(ada)),
        ada.api.graph.block(params(bob)),
      ]);
      expect(await edgesBetween(ada, bob)).toEqual([]);
      await ada.api.graph.unblock(params(bob));
    }
    await expectTrueCounts(world, ada, bob);
  });

  it('can be built by both at once, and each takes down their own', RACE, async () => {
    const [ada, bob] = [await world.person('ada'), await world.person('bob')];
    for (let round = 0; round < ROUNDS; round += 1) {
      await Promise.all([ada.api.graph.block(params(bob)), bob.api.graph.block(params(ada))]);
      await ada.api.graph.unblock(params(bob));
      expect(await refusal(ada.api.graph.follow(params(bob)))).toBe('not_found');
      await bob.api.graph.unblock(params(ada));
      expect((await profileOf(ada, bob)).viewer).toMatchObject({ blocking: false, can: { follow: true } });
    }
  });

  it('taken down does not bring follows back', async () => {
    const [ada, bob] = [await world.person('ada'), await world.person('bob')];
    await world.befriend(ada, bob);
    await ada.api.graph.block(params(bob));
    await ada.api.graph.unblock(params(bob));
    await ada.api.graph.unblock(params(bob));
    expect((await profileOf(ada, bob)).viewer).toMatchObject({ follow: 'none', followsViewer: false });
    expect(await edgesBetween(ada, bob)).toEqual([]);
  });

  it('is listed for who built it and for nobody else', async () => {
    const ada = await world.person('ada');
    const people = await world.people(3);
    for (const person of people) await ada.api.graph.block(params(person));
    const first = await ada.api.graph.blocks({ query: { limit: 2 } });
    const second = await ada.api.graph.blocks({ query: { limit: 2, cursor: first.nextCursor ?? '' } });
    expect([...first.items, ...second.items].map(({ user }) => user.id)).toEqual(
      people.map(({ id }) => id).reverse(),
    );
    expect((await (people[0] as Person).api.graph.blocks()).items).toEqual([]);
    const stolen = (people[0] as Person).api.graph.blocks({ query: { cursor: first.nextCursor ?? '' } });
    expect(await refusal(stolen)).toBe('cursor_invalid');
  });

  it('can be taken down although the other is suspended', async () => {
    const [ada, bob] = [await world.person('ada'), await world.person('bob')];
    await ada.api.graph.block(params(bob));
    await world.rows(`update users set status = 'suspended' where id = $1`, [bob.id]);
    expect((await ada.api.graph.blocks()).items).toHaveLength(1);
    await ada.api.graph.unblock(params(bob));
    expect((await ada.api.graph.blocks()).items).toEqual([]);
  });

  it('ends at a bound', async () => {
    const [ada, bob] = [await world.person('ada'), await world.person('bob')];
    await world.rows(
      `with crowd as (
         insert into users (id, username, username_skeleton, email, display_name, created_at)
         select format('01900000-0000-7000-8000-%s', lpad(n::text, 12, '0'))::uuid, 'crowd' || n, 'crowd' || n,
           n || '@crowd.example', 'Crowd', now()
         from generate_series(1, 10000) as n returning id
       )
       insert into blocks select $1, id, now() from crowd`,
      [ada.id],
    );
    expect(await refusal(ada.api.graph.block(params(bob)))).toBe('limit_reached');
    expect((await profileOf(ada, bob)).viewer.blocking).toBe(false);
  });
});
