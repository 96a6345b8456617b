import type { EntryId } from '@plaza/contract';
import fc from 'fast-check';
import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { asItIs } from '../../src/modules/entries/audience/entry-snapshot.js';
import {
  Audience,
  authorNotHidden,
  EntriesQueries,
  publicRoots,
  visibleEntries,
  visibleRoots,
  visibleRootsOfFollowed,
} from '../../src/modules/entries/index.js';
import { Lists } from '../../src/platform/lists/lists.js';
import { openTestPlatform } from '../support/test-platform.js';
import {
  build,
  pairOf,
  plan,
  type RandomComment,
  type RandomPerson,
  type RandomPost,
  type RandomWorld,
} from './random-world.js';

const context = await openTestPlatform();
const audience = new Audience(context.database, context.clock);
const queries = new EntriesQueries(context.database, audience, new Lists(context.settings));
const worlds = plan({ people: 6, posts: 8, comments: 8 });
const checks = { numRuns: 30 };

/** The table of reference d.6, as a person would read it. */
function sees(world: RandomWorld, viewer: RandomPerson | null, entry: RandomPost | RandomComment): boolean {
  if (entry.state !== 'living' || entry.author.status !== 'active') return false;
  if (isBlockedEitherWay(world, viewer, entry.author)) return false;
  if ('root' in entry) return sees(world, viewer, entry.root);
  const effective = entry.audience === 'public' && entry.author.isPrivate ? 'followers' : entry.audience;
  if (effective === 'public') return true;
  if (viewer === null) return false;
  if (viewer === entry.author || entry.mentioned.has(viewer.id)) return true;
  return effective === 'followers' && world.follows.has(pairOf(viewer, entry.author));
}

function isBlockedEitherWay(world: RandomWorld, one: RandomPerson | null, other: RandomPerson): boolean {
  return one !== null && (world.blocks.has(pairOf(one, other)) || world.blocks.has(pairOf(other, one)));
}

const viewersOf = (world: RandomWorld) => [null, ...world.people];
const entriesOf = (world: RandomWorld) => [...world.posts, ...world.comments];
const idsOf = (entries: { id: EntryId }[]) => entries.map((entry) => entry.id).sort();

const referenceOf = (entry: RandomPost | RandomComment) => ({
  entryId: entry.id,
  kind: 'root' in entry ? ('comment' as const) : ('post' as const),
  rootId: 'root' in entry ? entry.root.id : entry.id,
  parentId: 'root' in entry ? entry.parent.id : null,
  authorId: entry.author.id,
});

async function inEachWorld(check: (world: RandomWorld) => Promise<void>): Promise<void> {
  await fc.assert(
    fc.asyncProperty(worlds, async (design) => check(await build(context, design))),
    checks,
  );
}

async function filtered(ids: EntryId[], condition: ReturnType<typeof visibleEntries>): Promise<EntryId[]> {
  const { rows } = await sql<{ id: EntryId }>`
    select e.id from entries as e where e.id = any(${ids}::uuid[]) and ${condition}
  `.execute(context.database.read);
  return idsOf(rows);
}

describe('who may see an entry', () => {
  it('is the same in a list, for one entry, for many people, and in the table', async () => {
    await inEachWorld(async (world) => {
      const entries = entriesOf(world);
      for (const viewer of viewersOf(world)) {
        const viewerId = viewer?.id ?? null;
        const seen = idsOf(entries.filter((entry) => sees(world, viewer, entry)));
        const view = audience.viewContext(viewerId);
        expect(await filtered(idsOf(entries), visibleEntries(view, 'e'))).toEqual(seen);
        expect([...(await queries.visible(viewerId, idsOf(entries))).keys()].sort()).toEqual(seen);
        for (const { id } of entries) {
          expect((await queries.find(viewerId, id))?.id).toBe(seen.includes(id) ? id : undefined);
        }
      }
      const people = sql`select id from unnest(${world.people.map(({ id }) => id)}::uuid[]) as id`;
      for (const entry of entries) {
        const readers = world.people.filter((person) => sees(world, person, entry)).map(({ id }) => id);
        const snapshot = asItIs(referenceOf(entry));
        expect((await audience.readers(snapshot, people)).sort()).toEqual(readers.sort());
        if ('root' in entry) continue;
        const isPublic = sees(world, null, entry);
        const inPublic = await audience.readersInPublic(snapshot, () => people);
        expect(inPublic.sort()).toEqual(isPublic ? readers.sort() : []);
      }
      const pairs = entries.flatMap((entry) => world.people.map((viewer) => ({ viewer, entry })));
      const asked = pairs.map(({ viewer, entry }) => ({ viewerId: viewer.id, entryId: entry.id }));
      const expected = asked.filter((_pair, index) => {
        const { viewer, entry } = pairs[index] ?? {};
        return viewer && entry && sees(world, viewer, entry);
      });
      expect(new Set(await audience.visiblePairs(asked))).toEqual(new Set(expected));
    });
  });

  it('is explained by the rule that decides', async () => {
    await inEachWorld(async (world) => {
      for (const viewer of viewersOf(world)) {
        const verdicts = entriesOf(world).map(async (entry) => {
          const verdict = await audience.explain(viewer?.id ?? null, entry.id);
          expect(verdict?.visible).toBe(sees(world, viewer, entry));
          if (entry.state !== 'living') expect(verdict?.rule).toBe(entry.state);
          else if (entry.author.status !== 'active') expect(verdict?.rule).toBe('author_inactive');
          else if (isBlockedEitherWay(world, viewer, entry.author)) expect(verdict?.rule).toBe('blocked');
        });
        await Promise.all(verdicts);
      }
    });
  });

  it('is the same for posts alone, and the narrower questions of the feeds agree with it', async () => {
    await inEachWorld(async (world) => {
      const ids = idsOf(world.posts);
      for (const viewer of viewersOf(world)) {
        const view = audience.viewContext(viewer?.id ?? null);
        const seen = world.posts.filter((post) => sees(world, viewer, post));
        expect(await filtered(ids, visibleRoots(view, 'e'))).toEqual(idsOf(seen));

        const listed = seen.filter((post) => sees(world, null, post));
        expect(await filtered(ids, publicRoots(view, 'e'))).toEqual(idsOf(listed));

        if (viewer === null) continue;
        const isSource = ({ author }: RandomPost) =>
          author === viewer || world.follows.has(pairOf(viewer, author));
        const ofSources = idsOf(world.posts.filter(isSource));
        const inHome = sql<boolean>`(
          ${visibleRootsOfFollowed(view, 'e')} and ${authorNotHidden(view, 'e')}
        )`;
        expect(await filtered(ofSources, inHome)).toEqual(idsOf(seen.filter(isSource)));
      }
    });
  });

  it('has no verdict about what does not exist', async () => {
    expect(await audience.explain(null, context.ids.next())).toBeUndefined();
    expect(await queries.find(null, context.ids.next())).toBeUndefined();
    expect(await queries.visible(null, [])).toEqual(new Map());
  });
});
