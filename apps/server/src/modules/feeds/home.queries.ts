import { Injectable } from '@nestjs/common';
import type { EntryId, UserId } from '@plaza/contract';
import { type RawBuilder, sql } from 'kysely';
import { Database } from '../../platform/database/database.js';
import {
  Audience,
  authorNotHidden,
  type EntryRow,
  entriesAs,
  entryColumns,
  isInFeeds,
  type ViewContext,
  visibleRoots,
  visibleRootsOfFollowed,
} from '../entries/index.js';
import { followeesOf } from '../graph/index.js';
import { UserDirectory } from '../identity/index.js';

/** A slice of the home feed, newest first. */
export interface HomeSlice {
  /** Older than this one. */
  before?: EntryId | undefined;
  /** Newer than this one. */
  since?: EntryId | undefined;
  limit: number;
}

/**
 * From here on the newest entries are walked first. Measured among a million: a page of 1,500 sources takes 280 buffers by
 * a walk and 6,500 by a merge, one of 200 sources 290 and 1,020.
 */
const MANY_SOURCES = 100;
/** A step costs a fifth of the scan of one source: so a walk in vain costs no more than the merge that has to follow it. */
const STEPS_PER_SOURCE = 5;
const MAX_STEPS = 5000;

/** What the viewer and those they follow wrote, newest first; a slice is full as long as there is more. */
@Injectable()
export class HomeQueries {
  constructor(
    private readonly database: Database,
    private readonly users: UserDirectory,
    private readonly audience: Audience,
  ) {}

  async newest(viewerId: UserId, slice: HomeSlice): Promise<EntryRow[]> {
    const sources = (await this.users.records([viewerId])).get(viewerId)?.counts.following ?? 0;
    return sources < MANY_SOURCES
      ? this.merge(viewerId, slice)
      : this.walk(viewerId, slice, Math.min(sources * STEPS_PER_SOURCE, MAX_STEPS));
  }

  private async merge(viewerId: UserId, slice: HomeSlice): Promise<EntryRow[]> {
    const { rows } = await mergedHome(viewerId, this.audience.viewContext(viewerId), slice).execute(
      this.database.read,
    );
    return rows;
  }

  private async walk(viewerId: UserId, slice: HomeSlice, steps: number): Promise<EntryRow[]> {
    const { rows } = await walkedHome(viewerId, this.audience.viewContext(viewerId), slice, steps).execute(
      this.database.read,
    );
    if (rows.length === slice.limit) return rows;
    const { rows: further } = await stepBehind(slice, steps).execute(this.database.read);
    return further.length === 0 ? rows : this.merge(viewerId, slice);
  }
}

const LOWEST_ID = '00000000-0000-0000-0000-000000000000';

/**
 * For few sources: merges the newest of each. The heads alone already fill the slice; what is older than the last of them
 * cannot be on it, so that the second scan of each source ends there.
 */
export function mergedHome(viewerId: UserId, context: ViewContext, slice: HomeSlice): RawBuilder<EntryRow> {
  const newestOf = (author: RawBuilder<unknown>, downTo: RawBuilder<unknown>, count: number) => sql`
    select e.id, e as entry
    from ${entriesAs('e')}
    where ${isInFeeds('e')}
      and e.author_id = ${author}
      and ${visibleRootsOfFollowed(context, 'e')}
      ${within(slice, 'e')}
      ${downTo}
    order by e.id desc
    limit ${count}
  `;
  return sql`
    with sources as (
      select ${viewerId}::uuid as author_id
      union all
      ${followeesOf(viewerId)}
    ),
    heads as materialized (
      select newest.author_id, newest.id
      from (
        select sources.author_id, head.id
        from sources
        cross join lateral (${newestOf(sql`sources.author_id`, sql``, 1)}) as head
        order by head.id desc
        -- Hidden authors are left out down the order, until there are enough.
        offset 0
      ) as newest
      where ${authorNotHidden(context, 'newest')}
      order by newest.id desc
      limit ${slice.limit}
    ),
    last as materialized (
      select heads.id
      from heads
      order by heads.id desc
      offset ${slice.limit - 1}
    )
    select ${entryColumns('e')}
    from (
      select own.id, own.entry
      from heads
      cross join lateral (${newestOf(
        sql`heads.author_id`,
        sql`and e.id >= coalesce((select last.id from last), ${sql.lit(LOWEST_ID)}::uuid)`,
        slice.limit,
      )}) as own
      order by own.id desc
      limit ${slice.limit}
    ) as pick
    cross join lateral (select (pick.entry).*) as e
    order by pick.id desc
  `;
}

/**
 * For many sources: walks the newest entries, at most so many steps, and keeps those of a source. Where the slice is not full
 * although there are further entries, the sources are not dense, and the rest may be much older.
 */
export function walkedHome(
  viewerId: UserId,
  context: ViewContext,
  slice: HomeSlice,
  steps: number,
): RawBuilder<EntryRow> {
  return sql`
    select ${entryColumns('e')}
    from (
      select newest.id, newest.author_id
      ${newestEntries(slice)}
      limit ${steps}
    ) as step
    join ${entriesAs('e')} on e.id = step.id
    where (step.author_id = ${viewerId} or step.author_id in (${followeesOf(viewerId)}))
      and ${visibleRoots(context, 'e')}
    order by step.id desc
    limit ${slice.limit}
  `;
}

/** The first entry that a walk of so many steps does not reach; none when it reaches the end. */
function stepBehind(slice: HomeSlice, steps: number): RawBuilder<{ id: EntryId }> {
  return sql`
    select newest.id
    ${newestEntries(slice)}
    offset ${steps}
    limit 1
  `;
}

function newestEntries(slice: HomeSlice): RawBuilder<unknown> {
  return sql`
    from ${entriesAs('newest')}
    where ${isInFeeds('newest')}
      and newest.deleted_at is null
      and newest.removed_at is null
      ${within(slice, 'newest')}
    order by newest.id desc
  `;
}

function within({ before, since }: HomeSlice, alias: string): RawBuilder<unknown> {
  const id = sql.ref(`${alias}.id`);
  return sql`
    ${before === undefined ? sql`` : sql`and ${id} < ${before}`}
    ${since === undefined ? sql`` : sql`and ${id} > ${since}`}
  `;
}
