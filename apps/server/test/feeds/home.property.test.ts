import type { EntryId, UserId } from '@plaza/contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Audience } from '../../src/modules/entries/index.js';
import { HomeQueries, type HomeSlice, mergedHome, walkedHome } from '../../src/modules/feeds/home.queries.js';
import { UserDirectory } from '../../src/modules/identity/index.js';
import { build, pairOf, plan, type RandomPerson, type RandomWorld } from '../audience/random-world.js';
import { openTestPlatform } from '../support/test-platform.js';

const context = await openTestPlatform();
const audience = new Audience(context.database, context.clock);
const homes = new HomeQueries(
  context.database,
  new UserDirectory(context.database, context.settings),
  audience,
);
const worlds = plan({ people: 6, posts: 30, comments: 2 });
const FURTHER_THAN_ALL = 100_000;

/** The posts of the viewer and of those they follow, that they may see, newest first. */
function homeOf(world: RandomWorld, viewer: RandomPerson): EntryId[] {
  return world.posts
    .filter((post) => {
      const { author, audience, state, mentioned } = post;
      const isBlockedEitherWay =
        world.blocks.has(pairOf(viewer, author)) || world.blocks.has(pairOf(author, viewer));
      if (state !== 'living' || author.status !== 'active' || isBlockedEitherWay) return false;
      if (author === viewer) return true;
      return (
        world.follows.has(pairOf(viewer, author)) && (audience !== 'mentioned' || mentioned.has(viewer.id))
      );
    })
    .map(({ id }) => id)
    .sort()
    .reverse();
}

type Route = (viewerId: UserId, slice: HomeSlice) => Promise<EntryId[]>;

const routes: Record<string, Route> = {
  merged: async (viewerId, slice) => {
    const { rows } = await mergedHome(viewerId, audience.viewContext(viewerId), slice).execute(
      context.database.read,
    );
    return rows.map(({ id }) => id);
  },
  walked: async (viewerId, slice) => {
    const { rows } = await walkedHome(
      viewerId,
      audience.viewContext(viewerId),
      slice,
      FURTHER_THAN_ALL,
    ).execute(context.database.read);
    return rows.map(({ id }) => id);
  },
  chosen: async (viewerId, slice) => (await homes.newest(viewerId, slice)).map(({ id }) => id),
};

async function setFollowingCount(userId: UserId, count: number): Promise<void> {
  await context.database.transaction((tx) =>
    tx.updateTable('users').set({ following_count: count }).where('id', '=', userId).execute(),
  );
}

describe('the home feed', () => {
  it.each(Object.entries(routes))('is the same in each slice: %s', async (_name, route) => {
    await fc.assert(
      fc.asyncProperty(
        worlds,
        fc.integer({ min: 1, max: 7 }),
        fc.boolean(),
        async (design, limit, isMany) => {
          const world = await build(context, design);
          for (const viewer of world.people) {
            if (isMany) await setFollowingCount(viewer.id, 3000);
            const home = homeOf(world, viewer);
            const walked: EntryId[] = [];
            for (;;) {
              const slice = await route(viewer.id, { before: walked.at(-1), limit });
              walked.push(...slice);
              if (slice.length < limit) break;
            }
            expect(walked).toEqual(home);
            for (const since of home) {
              const newer = home.slice(0, home.indexOf(since));
              expect(await route(viewer.id, { since, limit })).toEqual(newer.slice(0, limit));
            }
          }
        },
      ),
      { numRuns: 25 },
    );
  });

  it('holds what a followed person wrote long before many others, however many are followed', async () => {
    const author = { status: 'active' as const, isPrivate: false };
    const post = { state: 'living' as const, audience: 'public' as const, mentioned: [] };
    const world = await build(context, {
      people: [author, author, author],
      // The viewer (0) follows the first author (1), who wrote once; the second (2) wrote all that came later.
      edges: ['none', 'following', 'none', 'none', 'none', 'none', 'none', 'none', 'none'],
      posts: [{ ...post, author: 1 }, ...Array.from({ length: 600 }, () => ({ ...post, author: 2 }))],
      comments: [],
    });
    const viewerId = world.people[0]?.id as UserId;
    for (const following of [1, 100, 5000]) {
      await setFollowingCount(viewerId, following);
      expect(await routes.chosen?.(viewerId, { limit: 20 })).toEqual([world.posts[0]?.id]);
    }
  });
});
