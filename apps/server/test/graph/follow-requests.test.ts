import { describe, expect, it } from 'vitest';
import { eventually, type Person, refusal, World } from '../support/world.js';

const world = await World.open();
const ROUNDS = 50;
/** Fifty rounds take their time where others work as well. */
const RACE = { timeout: 60_000 };

const params = (person: Person) => ({ params: { userId: person.id } });
const stateOf = async (viewer: Person, other: Person) =>
  (await viewer.api.users.get({ params: { idOrUsername: other.id } })).viewer.follow;
const requestsOf = async (person: Person) =>
  (await person.api.graph.followRequests()).items.map(({ user }) => user.id);

async function hermit(): Promise<Person> {
  const person = await world.person('hermit');
  await person.api.users.updateMe({ body: { isPrivate: true } });
  return person;
}

describe('a private account', () => {
  it('is asked, and lets in whom it wants', async () => {
    const [ada, bob, owner] = [await world.person('ada'), await world.person('bob'), await hermit()];
    expect(await ada.api.graph.follow(params(owner))).toEqual({ follow: 'requested' });
    expect(await ada.api.graph.follow(params(owner))).toEqual({ follow: 'requested' });
    await bob.api.graph.follow(params(owner));
    expect(await requestsOf(owner)).toEqual([bob.id, ada.id]);
    expect((await owner.api.users.get({ params: { idOrUsername: owner.id } })).counts?.followers).toBe(0);
    await owner.api.graph.acceptFollowRequest(params(ada));
    await owner.api.graph.rejectFollowRequest(params(bob));
    expect(await requestsOf(owner)).toEqual([]);
    expect([await stateOf(ada, owner), await stateOf(bob, owner)]).toEqual(['following', 'none']);
    expect((await ada.api.users.get({ params: { idOrUsername: owner.id } })).counts).toMatchObject({
      followers: 1,
    });
  });

  it('is asked no more by who takes the request back', async () => {
    const [ada, owner] = [await world.person('ada'), await hermit()];
    await ada.api.graph.follow(params(owner));
    await ada.api.graph.unfollow(params(owner));
    expect(await requestsOf(owner)).toEqual([]);
    expect(await refusal(owner.api.graph.acceptFollowRequest(params(ada)))).toBe('not_found');
  });

  it('alone answers its requests', async () => {
    const [ada, bob, owner] = [await world.person('ada'), await world.person('bob'), await hermit()];
    await ada.api.graph.follow(params(owner));
    for (const person of [ada, bob]) {
      expect(await refusal(person.api.graph.acceptFollowRequest(params(ada)))).toBe('not_found');
      expect(await refusal(person.api.graph.rejectFollowRequest(params(ada)))).toBe('not_found');
      expect(await refusal(person.api.graph.acceptFollowRequest(params(owner)))).toBe('not_found');
      expect(await requestsOf(person)).toEqual([]);
    }
    expect(await requestsOf(owner)).toEqual([ada.id]);
  });

  it('answers a request once, of two at once as well', RACE, async () => {
    const [ada, owner] = [await world.person('ada'), await hermit()];
    for (let round = 0; round < ROUNDS; round += 1) {
      await ada.api.graph.follow(params(owner));
      const outcomes = await Promise.allSettled([
        owner.api.graph.acceptFollowRequest(params(ada)),
        owner.api.graph.acceptFollowRequest(params(ada)),
        owner.api.graph.rejectFollowRequest(params(ada)),
      ]);
      expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      const [row] = await world.rows<{ counted: number; there: number }>(
        `select follower_count as counted,
           (select count(*)::int from follows where followee_id = users.id) as there
         from users where id = $1`,
        [owner.id],
      );
      expect(row?.counted).toBe(row?.there);
      await ada.api.graph.unfollow(params(owner));
    }
  });

  it('keeps its followers when it becomes private', async () => {
    const [ada, bob] = [await world.person('ada'), await world.person('bob')];
    await world.follow(ada, bob);
    await bob.api.users.updateMe({ body: { isPrivate: true } });
    expect(await stateOf(ada, bob)).toBe('following');
    expect(await ada.api.graph.follow(params(bob))).toEqual({ follow: 'following' });
  });

  it('lets in everyone who asked when it stops being private', async () => {
    const owner = await hermit();
    const people = await world.people(5);
    await Promise.all(people.map((person) => person.api.graph.follow(params(owner))));
    await owner.api.users.updateMe({ body: { isPrivate: false } });
    await eventually(async () => {
      const { counts } = await owner.api.users.get({ params: { idOrUsername: owner.id } });
      expect(counts?.followers).toBe(5);
    });
    expect(await requestsOf(owner)).toEqual([]);
    expect(await stateOf(people[0] as Person, owner)).toBe('following');
    const [mine] = await world.rows<{ following_count: number }>(
      'select following_count from users where id = $1',
      [people[0]?.id],
    );
    expect(mine?.following_count).toBe(1);
  });

  it('leaves nobody waiting who asks while it stops being private', RACE, async () => {
    const [ada, owner] = [await world.person('ada'), await hermit()];
    for (let round = 0; round < ROUNDS; round += 1) {
      await Promise.all([
        ada.api.graph.follow(params(owner)),
        owner.api.users.updateMe({ body: { isPrivate: false } }),
      ]);
      await eventually(async () => expect(await stateOf(ada, owner)).toBe('following'));
      await ada.api.graph.unfollow(params(owner));
      await owner.api.users.updateMe({ body: { isPrivate: true } });
    }
  });

  it('that is public again is followed by who still asks', async () => {
    const [ada, owner] = [await world.person('ada'), await hermit()];
    await ada.api.graph.follow(params(owner));
    await world.rows('update users set is_private = false where id = $1', [owner.id]);
    expect(await ada.api.graph.follow(params(owner))).toEqual({ follow: 'following' });
    const { counts } = await owner.api.users.get({ params: { idOrUsername: owner.id } });
    expect(counts?.followers).toBe(1);
  });
});

describe('requests', () => {
  it('are listed page by page, newest first', async () => {
    const owner = await hermit();
    const asking: Person['id'][] = [];
    for (const person of await world.people(5)) {
      await person.api.graph.follow(params(owner));
      asking.unshift(person.id);
    }
    const listed: Person['id'][] = [];
    let cursor: string | null | undefined;
    do {
      const page = await owner.api.graph.followRequests({ query: { limit: 2, ...(cursor && { cursor }) } });
      listed.push(...page.items.map(({ user }) => user.id));
      cursor = page.nextCursor;
    } while (cursor);
    expect(listed).toEqual(asking);
  });

  it('waiting for an answer are bounded', async () => {
    const [ada, owner] = [await world.person('ada'), await hermit()];
    await world.rows(
      `with crowd as (
         insert into users (id, username, username_skeleton, email, display_name, is_private, created_at)
         select format('01900000-0000-7000-8000-%s', lpad(n::text, 12, '0'))::uuid, 'crowd' || n, 'crowd' || n,
           n || '@crowd.example', 'Crowd', true, now()
         from generate_series(1, 500) as n returning id
       )
       insert into follows select $1, id, 'requested', now() from crowd`,
      [ada.id],
    );
    expect(await refusal(ada.api.graph.follow(params(owner)))).toBe('limit_reached');
    await world.rows(
      `delete from follows where ctid in (select ctid from follows where follower_id = $1 limit 1)`,
      [ada.id],
    );
    expect(await ada.api.graph.follow(params(owner))).toEqual({ follow: 'requested' });
  });

  it('come at most sixty a minute', async () => {
    const strict = await World.open({ RATE_LIMITS: 'on' });
    const [ada, bob] = [await strict.person('ada'), await strict.person('bob')];
    const token = await ada.token();
    const answers = [];
    for (let number = 0; number < 70; number += 1) {
      answers.push(await strict.request(number % 2 ? 'DELETE' : 'PUT', `/users/${bob.id}/follow`, { token }));
    }
    expect(answers.slice(0, 60).every(({ status }) => status < 300)).toBe(true);
    expect(answers.slice(60).every(({ status }) => status === 429)).toBe(true);
    expect(Number(answers.at(-1)?.headers.get('retry-after'))).toBeGreaterThan(0);
  });
});
