import type { Profile } from '@plaza/contract';
import { describe, expect, it } from 'vitest';
import { type Person, refusal, World } from '../support/world.js';

const world = await World.open();

const params = (person: Person) => ({ params: { userId: person.id } });
const profileOf = (viewer: Person, other: Person) =>
  viewer.api.users.get({ params: { idOrUsername: other.id } });
const publicProfileOf = (other: Person) => world.stranger().users.get({ params: { idOrUsername: other.id } });
const noViewer: Profile['viewer'] = {
  isSelf: false,
  follow: 'none',
  followsViewer: false,
  blocking: false,
  can: { follow: false, message: false, block: false, edit: false },
};

async function followersSeenBy(viewer: Person, other: Person): Promise<string[]> {
  const { items } = await viewer.api.graph.followers(params(other));
  return items.map(({ user }) => user.id);
}

describe('a profile', () => {
  it('is found by id and by username in any case, by everybody', async () => {
    const ada = await world.person('Ada');
    await ada.api.users.updateMe({ body: { bio: 'Hello', links: ['https://example.org/'] } });
    const byId = await publicProfileOf(ada);
    expect(byId).toMatchObject({ id: ada.id, username: ada.username, bio: 'Hello', isPrivate: false });
    expect(byId.counts).toEqual({ posts: 0, followers: 0, following: 0 });
    expect(byId.viewer).toEqual(noViewer);
    for (const name of [ada.username, ada.username.toUpperCase()]) {
      expect(await world.stranger().users.get({ params: { idOrUsername: name } })).toEqual(byId);
    }
    expect(JSON.stringify(byId)).not.toContain('example.org"');
    expect(byId).not.toHaveProperty('email');
  });

  it('shows its owner and others what they may do', async () => {
    const [ada, bob] = [await world.person('ada'), await world.person('bob')];
    expect((await profileOf(ada, ada)).viewer).toEqual({
      ...noViewer,
      isSelf: true,
      can: { ...noViewer.can, edit: true },
    });
    expect((await profileOf(bob, ada)).viewer.can).toEqual({
      follow: true,
      message: false,
      block: true,
      edit: false,
    });
    await world.befriend(ada, bob);
    expect((await profileOf(bob, ada)).viewer).toMatchObject({
      follow: 'following',
      followsViewer: true,
      can: { message: true },
    });
  });

  it.each(['nobody_here', '../../etc', 'x', "' or 1=1", '01900000-0000-7000-8000-000000000000'])(
    'of %j is not there',
    async (idOrUsername) => {
      const attempt = world.stranger().users.get({ params: { idOrUsername } });
      expect(await refusal(attempt)).toBe('not_found');
    },
  );
});

describe('a private account', () => {
  it('shows its lists and counts to its followers alone', async () => {
    const [ada, bob, owner] = [
      await world.person('ada'),
      await world.person('bob'),
      await world.person('own'),
    ];
    await world.follow(ada, owner);
    await world.follow(owner, ada);
    await owner.api.users.updateMe({ body: { isPrivate: true } });
    await bob.api.graph.follow(params(owner));
    for (const viewer of [bob.api, world.stranger()]) {
      expect((await viewer.users.get({ params: { idOrUsername: owner.id } })).counts).toBeNull();
      expect((await viewer.graph.followers(params(owner))).items).toEqual([]);
      expect((await viewer.graph.following(params(owner))).items).toEqual([]);
    }
    for (const viewer of [ada, owner]) {
      expect((await profileOf(viewer, owner)).counts).toMatchObject({ followers: 1, following: 1 });
      expect(await followersSeenBy(viewer, owner)).toEqual([ada.id]);
    }
  });
});

describe('somebody who is blocked', () => {
  it('sees what a stranger sees of the profile, less its counts, and learns no reason', async () => {
    const [ada, bob] = [await world.person('ada'), await world.person('bob')];
    await world.befriend(ada, bob);
    await ada.api.users.updateMe({ body: { directMessages: 'everyone' } });
    await ada.api.graph.block(params(bob));
    const seen = await profileOf(bob, ada);
    const outside = await publicProfileOf(ada);
    expect({ ...seen, counts: null }).toEqual({
      ...outside,
      counts: null,
      viewer: { ...outside.viewer, can: { ...outside.viewer.can, block: true } },
    });
    expect(seen.counts).toBeNull();
    expect(JSON.stringify(seen)).not.toMatch(/blocked/i);
    expect(await refusal(bob.api.graph.followers(params(ada)))).toBe('not_found');
    expect(await refusal(bob.api.graph.following(params(ada)))).toBe('not_found');
  });

  it('finds neither the other in the lists of third people, nor is found there', async () => {
    const [ada, bob, carla] = [
      await world.person('ada'),
      await world.person('bob'),
      await world.person('carla'),
    ];
    await world.follow(ada, carla);
    await world.follow(bob, carla);
    await ada.api.graph.block(params(bob));
    expect(await followersSeenBy(bob, carla)).toEqual([bob.id]);
    expect(await followersSeenBy(ada, carla)).toEqual([ada.id]);
    expect((await followersSeenBy(carla, carla)).sort()).toEqual([ada.id, bob.id].sort());
  });

  it('may block back', async () => {
    const [ada, bob] = [await world.person('ada'), await world.person('bob')];
    await ada.api.graph.block(params(bob));
    await bob.api.graph.block(params(ada));
    expect((await profileOf(bob, ada)).viewer.blocking).toBe(true);
  });
});

describe('who blocks', () => {
  it('sees that, and nothing to follow or write to', async () => {
    const [ada, bob] = [await world.person('ada'), await world.person('bob')];
    await ada.api.graph.block(params(bob));
    expect((await profileOf(ada, bob)).viewer).toEqual({
      ...noViewer,
      blocking: true,
      can: { ...noViewer.can, block: true },
    });
  });
});

describe('lists of followers', () => {
  it('are full pages, newest first, with what the viewer is to each', async () => {
    const [ada, star] = [await world.person('ada'), await world.person('star')];
    const fans = await world.people(7);
    for (const fan of fans) await world.follow(fan, star);
    const [friend, blocked, gone] = fans as [Person, Person, Person];
    await world.follow(ada, friend);
    await blocked.api.graph.block(params(ada));
    await world.rows(`update users set status = 'suspended' where id = $1`, [gone.id]);
    const first = await ada.api.graph.followers({ ...params(star), query: { limit: 3 } });
    const second = await ada.api.graph.followers({
      ...params(star),
      query: { limit: 3, cursor: first.nextCursor ?? '' },
    });
    expect(first.items).toHaveLength(3);
    expect(second.items).toHaveLength(2);
    expect(second.nextCursor).toBeNull();
    const expected = [...fans.slice(3), friend].map(({ id }) => id);
    const seen = [...first.items, ...second.items];
    expect(seen.map(({ user }) => user.id).sort()).toEqual(expected.sort());
    expect(seen.find(({ user }) => user.id === friend.id)?.viewer.follow).toBe('following');
    expect(seen.filter(({ viewer }) => viewer.follow === 'none')).toHaveLength(4);
    const times = seen.map(({ since }) => since);
    expect(times).toEqual(times.toSorted().reverse());
  });

  it('are walked without gap or repeat while people come and go', async () => {
    const [ada, star] = [await world.person('ada'), await world.person('star')];
    const fans = await world.people(12);
    for (const fan of fans) await world.follow(fan, star);
    const seen: string[] = [];
    let cursor: string | null | undefined;
    do {
      const query = { limit: 3, ...(cursor && { cursor }) };
      const page = await ada.api.graph.followers({ ...params(star), query });
      seen.push(...page.items.map(({ user }) => user.id));
      cursor = page.nextCursor;
      await world.follow(await world.person('late'), star);
    } while (cursor);
    expect(seen).toEqual(fans.map(({ id }) => id).reverse());
  });

  it('take no cursor of another list, person or make', async () => {
    const [ada, star] = [await world.person('ada'), await world.person('star')];
    for (const fan of await world.people(2)) await world.follow(fan, star);
    const { nextCursor } = await ada.api.graph.followers({ ...params(star), query: { limit: 1 } });
    const cursor = nextCursor ?? '';
    const other = ada.api.graph.following({ ...params(star), query: { cursor } });
    expect(await refusal(other)).toBe('cursor_mismatch');
    expect(await refusal(ada.api.graph.followers({ ...params(ada), query: { cursor } }))).toBe(
      'cursor_mismatch',
    );
    expect(await refusal(star.api.graph.followers({ ...params(star), query: { cursor } }))).toBe(
      'cursor_invalid',
    );
    const edited = `${cursor.slice(0, -2)}AA`;
    const forged = ada.api.graph.followers({ ...params(star), query: { cursor: edited } });
    expect(await refusal(forged)).toBe('cursor_invalid');
  });
});
