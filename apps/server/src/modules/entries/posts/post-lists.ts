import { Injectable } from '@nestjs/common';
import type { EntryId, PostSort, TopWindow, UserId } from '@plaza/contract';
import { type RawBuilder, sql } from 'kysely';
import { Database } from '../../../platform/database/database.js';
import { lowestIdAt } from '../../../platform/ids/ids.js';
import { visiblePosts } from '../../audience/index.js';
import { type EntryRow, entryColumns } from '../entries.rows.js';
import { rising } from '../rankings.js';

/** Where a walk through a ranked list stands, and the moment that all its pages are of. */
export interface PostPlace {
  asOf: Date;
  /** Null where the identifier alone gives the order. */
  rank: number | null;
  id: EntryId;
}

export interface PostListQuery {
  sort: PostSort;
  /** Looked at by `top` alone. */
  window: TopWindow;
  authorId?: UserId | undefined;
  asOf: Date;
  after?: PostPlace | undefined;
  limit: number;
}

export interface RankedPostRow extends EntryRow {
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
export class PostLists {
  constructor(private readonly database: Database) {}

  async page(viewerId: UserId | null, query: PostListQuery): Promise<RankedPostRow[]> {
    const { rows } = await postListSql(viewerId, query).execute(this.database.read);
    return rows;
  }
}

export function postListSql(viewerId: UserId | null, query: PostListQuery): RawBuilder<RankedPostRow> {
  const { sort, authorId, asOf } = query;
  if (sort === 'new') return newest(viewerId, query);
  if (sort === 'rising') return risingNow(viewerId, query);
  if (sort !== 'top') return ranked(viewerId, sql.ref(`e.${sort}`), query, null);
  const length = windowMs[query.window];
  const since = length === null ? null : new Date(asOf.getTime() - length);
  const days = since === null ? [] : daysBetween(since, asOf);
  return since === null || days.length > MAX_DAYS || authorId !== undefined
    ? ranked(viewerId, sql.ref('e.score'), query, since)
    : topOfDays(viewerId, query, since, days);
}

function newest(
  viewerId: UserId | null,
  { after, limit, authorId }: PostListQuery,
): RawBuilder<RankedPostRow> {
  return sql`
    select ${entryColumns(viewerId, 'e')}, null as rank
    from entries as e
    where e.kind = 'post'
      and ${visiblePosts(viewerId, 'e')}
      ${authorId === undefined ? sql`` : sql`and e.author_id = ${authorId}`}
      ${after ? sql`and e.id < ${after.id}` : sql``}
    order by e.id desc
    limit ${limit}
  `;
}

function ranked(
  viewerId: UserId | null,
  rank: RawBuilder<unknown>,
  { after, limit, authorId }: PostListQuery,
  since: Date | null,
): RawBuilder<RankedPostRow> {
  return sql`
    select ${entryColumns(viewerId, 'e')}, ${rank} as rank
    from entries as e
    where e.kind = 'post'
      and ${visiblePosts(viewerId, 'e')}
      ${authorId === undefined ? sql`` : sql`and e.author_id = ${authorId}`}
      ${since === null ? sql`` : sql`and e.id >= ${lowestIdAt(since)}`}
      ${after ? sql`and (${rank}, e.id) < (${after.rank}, ${after.id})` : sql``}
    order by ${rank} desc, e.id desc
    limit ${limit}
  `;
}

/**
 * Merges the tops of the days that the window touches. A few of each day already fill a page; what stands behind the last of
 * them cannot be on it, so that the second look at each day ends there.
 */
function topOfDays(
  viewerId: UserId | null,
  { after, limit }: PostListQuery,
  since: Date,
  days: string[],
): RawBuilder<RankedPostRow> {
  const topOf = (day: RawBuilder<unknown>, downTo: RawBuilder<unknown>, count: number) => sql`
    select e.id, e.score, e as entry
    from entries as e
    where e.kind = 'post'
      and ${visiblePosts(viewerId, 'e')}
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
    select ${entryColumns(viewerId, 'e')}, pick.score as rank
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

/** Ranks the newest candidates at the moment of the walk; who may see them is asked down the order, until the page is full. */
function risingNow(
  viewerId: UserId | null,
  { asOf, after, limit, authorId }: PostListQuery,
): RawBuilder<RankedPostRow> {
  const youngest = new Date(asOf.getTime() + 1);
  const oldest = new Date(asOf.getTime() - rising.maxAgeHours * HOUR_MS);
  return sql`
    select ${entryColumns(viewerId, 'e')}, pick.rank
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
          where e.kind = 'post'
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
    where ${visiblePosts(viewerId, 'e')}
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
