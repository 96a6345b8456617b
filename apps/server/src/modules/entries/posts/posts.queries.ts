import { Injectable } from '@nestjs/common';
import { EntryId, type Page, type Post, type PostSort, type TopWindow, type UserId } from '@plaza/contract';
import { type RawBuilder, sql } from 'kysely';
import { z } from 'zod';
import { Clock } from '../../../platform/clock/clock.js';
import { Database } from '../../../platform/database/database.js';
import { lowestIdAt } from '../../../platform/ids/ids.js';
import { defineList, instant, Lists, type PageQuery } from '../../../platform/lists/lists.js';
import { Audience } from '../audience/audience.js';
import type { ViewContext } from '../audience/audience.rules.js';
import { visibleRoots } from '../audience/audience.sql.js';
import { type EntryRow, entryColumns, isInFeeds } from '../entries.sql.js';
import { EntryViews } from '../entries.views.js';
import { rising } from '../rankings.js';

/** The moment that all pages of a walk are of, the rank (null where the identifier alone gives the order), the identifier. */
const postKey = z.tuple([instant, z.number().nullable(), EntryId]);
const postList = defineList('posts', postKey);

interface PostFilter {
  sort: PostSort;
  /** For `top` alone. */
  window: TopWindow;
  authorId?: UserId | undefined;
}

/** One page of a ranked list. */
export interface PostSlice extends PostFilter {
  asOf: Date;
  after?: { rank: number | null; id: EntryId } | undefined;
  limit: number;
}

export interface RankedPostRow extends EntryRow<'post'> {
  rank: number | null;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const windowMs: Record<TopWindow, number | null> = {
  hour: HOUR_MS,
  day: DAY_MS,
  week: 7 * DAY_MS,
  month: 30 * DAY_MS,
  year: 365 * DAY_MS,
  all: null,
};
const LOWEST_SCORE = -2_147_483_648;
const LOWEST_ID = '00000000-0000-0000-0000-000000000000';
/** The top of a longer window is found faster in the order of all times. */
const MAX_DAYS = 31;

/** The ranked lists of posts: each page is one statement along an index, with the audience inside, so that it is full. */
@Injectable()
export class PostsQueries {
  constructor(
    private readonly database: Database,
    private readonly audience: Audience,
    private readonly views: EntryViews,
    private readonly lists: Lists,
    private readonly clock: Clock,
  ) {}

  /** Errors: `cursor_invalid`, `cursor_mismatch`. */
  async list(viewerId: UserId | null, query: PostFilter & PageQuery): Promise<Page<Post>> {
    const { sort, window, authorId } = query;
    const now = this.clock.now();
    const { rows, nextCursor } = await this.lists.page(postList, {
      viewerId,
      filters: { sort, authorId, ...(sort === 'top' && { window }) },
      query,
      load: async ({ after, limit }) => {
        const slice = {
          sort,
          window,
          authorId,
          asOf: after?.[0] ?? now,
          after: after && { rank: after[1], id: after[2] },
          limit,
        };
        const page = await postListSql(this.audience.viewContext(viewerId), slice).execute(
          this.database.read,
        );
        return page.rows;
      },
      keyOf: (row, after) => [after?.[0] ?? now, row.rank, row.id],
    });
    return { items: await this.views.entries(viewerId, rows), nextCursor };
  }
}

/** SQL: the entry is a post; the second condition is that of the indexes. */
const isPost = sql`e.kind = 'post' and ${isInFeeds('e')}`;

export function postListSql(context: ViewContext, query: PostSlice): RawBuilder<RankedPostRow> {
  const { sort, authorId, asOf } = query;
  if (sort === 'new') return newest(context, query);
  if (sort === 'rising') return risingNow(context, query);
  if (sort !== 'top') return ranked(context, sql.ref(`e.${sort}`), query, null);
  const length = windowMs[query.window];
  const since = length === null ? null : new Date(asOf.getTime() - length);
  const days = since === null ? [] : daysBetween(since, asOf);
  return since === null || days.length > MAX_DAYS || authorId !== undefined
    ? ranked(context, sql.ref('e.score'), query, since)
    : topOfDays(context, query, since, days);
}

function newest(context: ViewContext, { after, limit, authorId }: PostSlice): RawBuilder<RankedPostRow> {
  return sql`
    select ${entryColumns('e')}, null as rank
    from entries as e
    where ${isPost}
      and ${visibleRoots(context, 'e')}
      ${authorId === undefined ? sql`` : sql`and e.author_id = ${authorId}`}
      ${after ? sql`and e.id < ${after.id}` : sql``}
    order by e.id desc
    limit ${limit}
  `;
}

function ranked(
  context: ViewContext,
  rank: RawBuilder<unknown>,
  { after, limit, authorId }: PostSlice,
  since: Date | null,
): RawBuilder<RankedPostRow> {
  return sql`
    select ${entryColumns('e')}, ${rank} as rank
    from entries as e
    where ${isPost}
      and ${visibleRoots(context, 'e')}
      ${authorId === undefined ? sql`` : sql`and e.author_id = ${authorId}`}
      ${since === null ? sql`` : sql`and e.id >= ${lowestIdAt(since)}`}
      ${after ? sql`and (${rank}, e.id) < (${after.rank}, ${after.id})` : sql``}
    order by ${rank} desc, e.id desc
    limit ${limit}
  `;
}

/**
 * Merges the tops of the days that the window touches. A few of each day already fill a page; what ranks below the last of
 * them cannot be on it, so that the second scan of each day ends there.
 */
function topOfDays(
  context: ViewContext,
  { after, limit }: PostSlice,
  since: Date,
  days: string[],
): RawBuilder<RankedPostRow> {
  const topOf = (day: RawBuilder<unknown>, downTo: RawBuilder<unknown>, count: number) => sql`
    select e.id, e.score, e as entry
    from entries as e
    where ${isPost}
      and ${visibleRoots(context, 'e')}
      and (e.created_at at time zone 'UTC')::date = ${day}
      and e.id >= ${lowestIdAt(since)}
      ${after ? sql`and (e.score, e.id) < (${after.rank}, ${after.id})` : sql``}
      ${downTo}
    order by e.score desc, e.id desc
    limit ${count}
  `;
  return sql`
    with few as (
      select few_of_day.score, few_of_day.id
      from unnest(${days}::date[]) as day (date)
      cross join lateral (${topOf(sql`day.date`, sql``, Math.ceil(limit / days.length))}) as few_of_day
    ),
    last as materialized (
      select few.score, few.id
      from few
      order by few.score desc, few.id desc
      offset ${limit - 1}
      limit 1
    )
    select ${entryColumns('e')}, pick.score as rank
    from (
      select top_of_day.id, top_of_day.score, top_of_day.entry
      from unnest(${days}::date[]) as day (date)
      cross join lateral (${topOf(
        sql`day.date`,
        sql`and (e.score, e.id) >= (
          coalesce((select last.score from last), ${sql.lit(LOWEST_SCORE)}),
          coalesce((select last.id from last), ${sql.lit(LOWEST_ID)}::uuid)
        )`,
        limit,
      )}) as top_of_day
      order by top_of_day.score desc, top_of_day.id desc
      limit ${limit}
    ) as pick
    cross join lateral (select (pick.entry).*) as e
    order by pick.score desc, pick.id desc
  `;
}

/** Ranks the newest candidates at the moment of the walk; visibility is checked down the order, until the page is full. */
function risingNow(
  context: ViewContext,
  { asOf, after, limit, authorId }: PostSlice,
): RawBuilder<RankedPostRow> {
  const youngest = new Date(asOf.getTime() + 1);
  const oldest = new Date(asOf.getTime() - rising.maxAgeHours * HOUR_MS);
  return sql`
    select ${entryColumns('e')}, pick.rank
    from (
      select aged.id, aged.rank
      from (
        select
          candidate.id,
          candidate.score / power(
            extract(epoch from ${asOf}::timestamptz - candidate.created_at)::double precision / 3600
              + ${rising.ageOffset}::double precision,
            ${rising.gravity}::double precision
          ) as rank
        from (
          select e.id, e.score, e.created_at
          from entries as e
          where ${isPost}
            and e.deleted_at is null
            and e.removed_at is null
            and e.score >= ${sql.lit(rising.minScore)}
            and e.id > ${lowestIdAt(oldest)}
            and e.id < ${lowestIdAt(youngest)}
            ${authorId === undefined ? sql`` : sql`and e.author_id = ${authorId}`}
          order by e.id desc
          limit ${sql.lit(rising.maxCandidates)}
        ) as candidate
      ) as aged
      ${after ? sql`where (aged.rank, aged.id) < (${after.rank}, ${after.id})` : sql``}
      order by aged.rank desc, aged.id desc
      limit ${sql.lit(rising.maxCandidates)}
    ) as pick
    join entries as e on e.id = pick.id
    where ${visibleRoots(context, 'e')}
    order by pick.rank desc, pick.id desc
    limit ${limit}
  `;
}

/** The UTC days that a span of time touches. */
function daysBetween(from: Date, to: Date): string[] {
  const first = Math.floor(from.getTime() / DAY_MS);
  const last = Math.floor(to.getTime() / DAY_MS);
  return Array.from({ length: last - first + 1 }, (_, index) =>
    new Date((first + index) * DAY_MS).toISOString().slice(0, 10),
  );
}
