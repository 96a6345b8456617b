import { randomBytes } from 'node:crypto';
import type { EntryId, PostSort, TopWindow, UserId } from '@plaza/contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type PostSlice, postListSql } from '../../src/modules/entries/posts/posts.queries.js';
import {
  best,
  controversial,
  hot,
  mayRise,
  rising,
  risingRank,
  score,
  type Votes,
} from '../../src/modules/entries/rankings.js';
import { lowestIdAt } from '../../src/platform/ids/ids.js';
import { accountRow } from '../audience/random-world.js';
import { openTestPlatform } from '../support/test-platform.js';

const context = await openTestPlatform();
const now = new Date('2026-05-17T13:37:00.123Z');
const HOUR = 3_600_000;

interface RankedPost extends Votes {
  id: EntryId;
  authorId: UserId;
  createdAt: Date;
  isPublic: boolean;
}

const count = fc.oneof(fc.constantFrom(0, 0, 1, 3), fc.integer({ min: 0, max: 40 }));
const age = fc.oneof(
  fc.integer({ min: 0, max: 2 * HOUR }),
  fc.integer({ min: 0, max: 48 * HOUR }),
  fc.integer({ min: 0, max: 40 * 24 * HOUR }),
  fc.integer({ min: 0, max: 800 * 24 * HOUR }),
);
const post = fc.record({ up: count, down: count, age, author: fc.nat(2), isPublic: fc.boolean() });
type PostDraft = typeof post extends fc.Arbitrary<infer Draft> ? Draft : never;
const posts = fc.array(post, { maxLength: 50 });
const pageLength = fc.integer({ min: 1, max: 12 });

/** Writes the posts into tables that hold nothing else. */
async function write(drafts: PostDraft[]): Promise<RankedPost[]> {
  const authors = Array.from({ length: 3 }, () => context.ids.next<UserId>());
  const written = drafts.map(({ up, down, age, author, isPublic }): RankedPost => {
    const createdAt = new Date(now.getTime() - age);
    return { id: idAt(createdAt), authorId: authors[author] as UserId, up, down, createdAt, isPublic };
  });
  await context.database.transaction(async (tx) => {
    await tx.deleteFrom('entries').execute();
    for (const id of authors) {
      await tx.insertInto('users').values(accountRow(id, now)).execute();
    }
    for (const { id, authorId, up, down, createdAt, isPublic } of written) {
      await tx
        .insertInto('entries')
        .values({
          id,
          kind: 'post',
          author_id: authorId,
          audience: isPublic ? 'public' : 'followers',
          title: 'Title',
          body: 'Body',
          root_id: id,
          parent_id: null,
          up,
          down,
          created_at: createdAt,
        })
        .execute();
    }
  });
  return written;
}

function idAt(moment: Date): EntryId {
  return `${lowestIdAt(moment).slice(0, 24)}${randomBytes(6).toString('hex')}` as EntryId;
}

const windowHours: Record<TopWindow, number> = {
  hour: 1,
  day: 24,
  week: 7 * 24,
  month: 30 * 24,
  year: 365 * 24,
  all: Number.POSITIVE_INFINITY,
};

const hoursOld = ({ createdAt }: RankedPost) => (now.getTime() - createdAt.getTime()) / HOUR;

const rankBy: Record<PostSort, (post: RankedPost) => number> = {
  hot: (post) => hot(post, post.createdAt),
  best,
  controversial,
  top: score,
  new: () => 0,
  rising: (post) => risingRank(post, hoursOld(post)),
};

/** What the list has to be, in order: highest rank first, the newest of equals. */
function expected(all: RankedPost[], sort: PostSort, window: TopWindow, authorId?: UserId): EntryId[] {
  const rank = rankBy[sort];
  return all
    .filter((post) => post.isPublic && (authorId === undefined || post.authorId === authorId))
    .filter((post) => sort !== 'top' || hoursOld(post) <= windowHours[window])
    .filter((post) => sort !== 'rising' || mayRise(post, hoursOld(post)))
    .sort((one, other) => rank(other) - rank(one) || (one.id < other.id ? 1 : -1))
    .map(({ id }) => id);
}

async function walk(sort: PostSort, window: TopWindow, limit: number, authorId?: UserId): Promise<EntryId[]> {
  const walked: EntryId[] = [];
  let after: PostSlice['after'];
  for (;;) {
    const slice = { sort, window, authorId, asOf: now, after, limit: limit + 1 };
    const { rows } = await postListSql({ viewer: null, now }, slice).execute(context.database.read);
    const page = rows.slice(0, limit);
    walked.push(...page.map((row) => row.id));
    const last = page.at(-1);
    if (rows.length <= limit || !last) return walked;
    after = { rank: last.rank, id: last.id };
  }
}

describe('the ranked lists of posts', () => {
  it('are in the order of the formulas, page by page, in every sort and window', async () => {
    await fc.assert(
      fc.asyncProperty(posts, pageLength, async (drafts, limit) => {
        const all = await write(drafts);
        for (const sort of ['hot', 'best', 'controversial', 'new', 'rising'] as const) {
          expect(await walk(sort, 'all', limit), sort).toEqual(expected(all, sort, 'all'));
        }
        for (const window of ['hour', 'day', 'week', 'month', 'year', 'all'] as const) {
          expect(await walk('top', window, limit), window).toEqual(expected(all, 'top', window));
        }
        const authorId = all[0]?.authorId;
        for (const sort of ['hot', 'best', 'controversial', 'new', 'rising', 'top'] as const) {
          expect(await walk(sort, 'week', limit, authorId)).toEqual(expected(all, sort, 'week', authorId));
        }
      }),
      { numRuns: 25 },
    );
  });

  it('rank by columns that are the formulas', async () => {
    const some = fc.array(
      fc.record({
        up: fc.nat(100_000),
        down: fc.nat(100_000),
        age,
        author: fc.nat(2),
        isPublic: fc.constant(true),
      }),
      {
        minLength: 1,
        maxLength: 30,
      },
    );
    await fc.assert(
      fc.asyncProperty(some, async (drafts) => {
        for (const post of await write(drafts)) {
          const row = await context.database.read
            .selectFrom('entries')
            .select(['score', 'hot', 'best', 'controversial'])
            .where('id', '=', post.id)
            .executeTakeFirstOrThrow();
          expect(row.score).toBe(score(post));
          expect(row.hot).toBeCloseTo(hot(post, post.createdAt), 6);
          expect(row.best).toBeCloseTo(best(post), 9);
          expect(row.controversial / (controversial(post) || 1)).toBeCloseTo(controversial(post) ? 1 : 0, 9);
        }
      }),
      { numRuns: 15 },
    );
  });

  it('let no more rise than the newest thousand candidates', async () => {
    const drafts = Array.from({ length: rising.maxCandidates + 20 }, (_, index) => ({
      up: 5,
      down: 0,
      age: index * 1000,
      author: 0,
      isPublic: true,
    }));
    const all = await write(drafts);
    const newest = all.slice(0, rising.maxCandidates).map(({ id }) => id);
    expect(await walk('rising', 'all', 100)).toEqual(newest);
  });
});
