import type { CommentSort, EntryId, UserId } from '@plaza/contract';
import { type RawBuilder, sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { treeSql } from '../../src/modules/entries/comments/comment-tree.queries.js';
import type { ViewContext } from '../../src/modules/entries/index.js';
import { postListSql } from '../../src/modules/entries/posts/posts.queries.js';
import { mergedHome, walkedHome } from '../../src/modules/feeds/home.queries.js';
import { publicSql } from '../../src/modules/feeds/public.queries.js';
import { openTestPlatform } from '../support/test-platform.js';

const context = await openTestPlatform();
const POSTS = 20_000;
const USERS = 2_000;
/** Far below the pages of either table, far above what 21 rows need. */
const MANY_BUFFERS = 1500;

const now = new Date('2026-05-17T12:00:00Z');
const personId = (number: number) =>
  `01900000-0000-7000-8000-${number.toString(16).padStart(12, '0')}` as UserId;
const viewerId = personId(1);
const view = { viewer: viewerId, now };

const personOf = (number: string) =>
  sql.raw(`('01900000-0000-7000-8000-' || lpad(to_hex(${number}), 12, '0'))::uuid`);
/** Every ten minutes one, the last of them now. */
const momentOf = sql`(${now}::timestamptz - (${sql.lit(POSTS)} - n) * interval '10 minutes')`;
const entryOf = (family: number) => sql`(
  overlay(
    lpad(to_hex((extract(epoch from ${momentOf}) * 1000)::bigint), 12, '0') placing '-' from 9 for 0
  ) || ${sql.lit(`-7${String(family).padStart(3, '0')}-8000-`)} || lpad(to_hex(n), 12, '0')
)::uuid`;
/** The same at every run, and nothing goes with anything else. */
const chance = (salt: number, of: number) => sql.raw(`abs(hashint4(n * 16 + ${salt})) % ${of}`);
const author = sql`('01900000-0000-7000-8000-' || lpad(to_hex(1 + ${chance(1, USERS)}), 12, '0'))::uuid`;

let bigPost: EntryId;

beforeAll(async () => {
  const run = (statement: RawBuilder<unknown>) => context.database.transaction((tx) => statement.execute(tx));
  await run(sql`
    insert into users (id, username, username_skeleton, email, display_name, is_private, status, created_at)
    select ${personOf('n')}, 'u' || n, 'u' || n, 'u' || n || '@example.org', 'U', n % 20 = 3,
      case when n % 10 = 7 then 'suspended' else 'active' end, ${now}
    from generate_series(1, ${sql.lit(USERS)}) as n
  `);
  await run(sql`
    insert into follows (follower_id, followee_id, state, created_at)
    select ${viewerId}, ${personOf('n')}, 'following', ${now} from generate_series(2, 60) as n
  `);
  await run(sql`
    insert into blocks (blocker_id, blocked_id, created_at)
    select ${personOf('n')}, ${personOf('m')}, ${now}
    from generate_series(1, ${sql.lit(USERS)}) as n, generate_series(1000, 1019) as m
    where n <> m
  `);
  await run(sql`
    insert into entries (id, kind, author_id, audience, title, body, root_id, up, down, created_at)
    select ${entryOf(2)}, 'post', ${author}, case when ${chance(2, 5)} = 0 then 'followers' else 'public' end,
      'Title', repeat('Body ', 40), ${entryOf(2)}, ${chance(3, 50)}, ${chance(4, 20)}, ${momentOf}
    from generate_series(1, ${sql.lit(POSTS)}) as n
  `);
  const first = await context.database.read
    .selectFrom('entries')
    .select('id')
    .orderBy('id')
    .executeTakeFirstOrThrow();
  bigPost = first.id;
  await run(sql`
    insert into entries (id, kind, author_id, body, root_id, parent_id, depth, up, down, created_at)
    select ${entryOf(3)}, 'comment', ${author}, 'Body', ${bigPost}, ${bigPost}, 1,
      ${chance(3, 50)}, ${chance(4, 20)}, ${momentOf}
    from generate_series(1, ${sql.lit(POSTS)}) as n
  `);
  await run(sql`analyze`);
});

interface Plan {
  'Node Type': string;
  'Relation Name'?: string;
  'Shared Hit Blocks': number;
  'Shared Read Blocks': number;
  'Actual Rows': number;
  Plans?: Plan[];
}

async function planOf(statement: RawBuilder<unknown>): Promise<Plan> {
  const { rows } = await sql<{ 'QUERY PLAN': { Plan: Plan }[] }>`
    explain (analyze, buffers, format json) ${statement}
  `.execute(context.database.read);
  const plan = rows[0]?.['QUERY PLAN'][0]?.Plan;
  if (!plan) throw new Error('PostgreSQL gave no plan');
  return plan;
}

function scannedWhole(plan: Plan): string[] {
  const own = plan['Node Type'] === 'Seq Scan' ? [plan['Relation Name'] ?? ''] : [];
  return [...own, ...(plan.Plans ?? []).flatMap(scannedWhole)];
}

const list = { window: 'all', asOf: now, limit: 21 } as const;
const home = { limit: 21 };
const tree = (sort: CommentSort) => ({ parentId: bigPost, depth: 4, limit: 20, sort });

const statements: Record<string, (view: ViewContext) => RawBuilder<unknown>> = {
  'posts by new': (view) => postListSql(view, { ...list, sort: 'new' }),
  'posts by hot': (view) => postListSql(view, { ...list, sort: 'hot' }),
  'posts by best': (view) => postListSql(view, { ...list, sort: 'best' }),
  'posts by controversial': (view) => postListSql(view, { ...list, sort: 'controversial' }),
  'posts by top': (view) => postListSql(view, { ...list, sort: 'top' }),
  'posts by top of the day': (view) => postListSql(view, { ...list, sort: 'top', window: 'day' }),
  'posts by top of the week': (view) => postListSql(view, { ...list, sort: 'top', window: 'week' }),
  'posts of one author by hot': (view) => postListSql(view, { ...list, sort: 'hot', authorId: personId(2) }),
  'the public feed': (view) => publicSql(view, undefined, 21),
  'comments by best': (view) => treeSql(view, tree('best')),
  'comments by top': (view) => treeSql(view, tree('top')),
  'comments by new': (view) => treeSql(view, tree('new')),
};

describe('a page', () => {
  it.each(Object.entries(statements))(
    'reads a few rows of big tables, whoever asks: %s',
    async (_name, make) => {
      for (const viewer of [null, viewerId]) {
        const plan = await planOf(make({ viewer, now }));
        expect(plan['Actual Rows']).toBeGreaterThan(1);
        expect(scannedWhole(plan).filter((table) => ['entries', 'users', 'blocks'].includes(table))).toEqual(
          [],
        );
        expect(plan['Shared Hit Blocks'] + plan['Shared Read Blocks']).toBeLessThan(MANY_BUFFERS);
      }
    },
  );

  it.each(
    Object.entries({
      merged: mergedHome(viewerId, view, home),
      walked: walkedHome(viewerId, view, home, 5000),
    }),
  )('of the home feed too: %s', async (_name, statement) => {
    const plan = await planOf(statement);
    expect(plan['Actual Rows']).toBe(21);
    expect(scannedWhole(plan).filter((table) => ['entries', 'users', 'blocks'].includes(table))).toEqual([]);
    expect(plan['Shared Hit Blocks'] + plan['Shared Read Blocks']).toBeLessThan(MANY_BUFFERS);
  });
});
