import type { EntryId, UserId } from '@plaza/contract';
import { type RawBuilder, sql } from 'kysely';
import { reachableAuthor, visiblePosts, visiblePostsOfFollowed } from '../audience/index.js';
import { type EntryRow, entryColumns } from '../entries/index.js';
import { followeesOf } from '../graph/index.js';

/** A stretch of the home feed, newest first. */
export interface HomeStretch {
  /** Behind this one. */
  before?: EntryId | undefined;
  /** In front of this one. */
  since?: EntryId | undefined;
  limit: number;
}

const LOWEST_ID = '00000000-0000-0000-0000-000000000000';

/**
 * For few sources: merges the newest of each. The heads alone already fill the stretch; what is older than the last of them
 * cannot be on it, so that the second look at each source ends there.
 */
export function mergedHome(viewerId: UserId, stretch: HomeStretch): RawBuilder<EntryRow> {
  const newestOf = (author: RawBuilder<unknown>, downTo: RawBuilder<unknown>, count: number) => sql`
    select e.id, e as entry
    from entries as e
    where e.kind = 'post'
      and e.author_id = ${author}
      and ${visiblePostsOfFollowed(viewerId, 'e')}
      ${within(stretch, 'e')}
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
        -- Whom the viewer is walled off from is asked down the order, until there are enough.
        offset 0
      ) as newest
      where ${reachableAuthor(viewerId, 'newest')}
      order by newest.id desc
      limit ${stretch.limit}
    ),
    last as materialized (
      select heads.id
      from heads
      order by heads.id desc
      offset ${stretch.limit - 1}
    )
    select ${entryColumns(viewerId, 'e')}
    from (
      select own.id, own.entry
      from heads
      cross join lateral (${newestOf(
        sql`heads.author_id`,
        sql`and e.id >= coalesce((select last.id from last), ${sql.lit(LOWEST_ID)}::uuid)`,
        stretch.limit,
      )}) as own
      order by own.id desc
      limit ${stretch.limit}
    ) as pick
    cross join lateral (select (pick.entry).*) as e
    order by pick.id desc
  `;
}

/**
 * For many sources: walks the newest posts, at most so many steps, and keeps those of a source. Where the stretch is not full
 * although there are further posts, the sources are not dense, and the rest may lie anywhere behind.
 */
export function walkedHome(viewerId: UserId, stretch: HomeStretch, steps: number): RawBuilder<EntryRow> {
  return sql`
    select ${entryColumns(viewerId, 'e')}
    from (
      select newest.id, newest.author_id
      ${newestPosts(stretch)}
      limit ${steps}
    ) as step
    join entries as e on e.id = step.id
    where (step.author_id = ${viewerId} or step.author_id in (${followeesOf(viewerId)}))
      and ${visiblePosts(viewerId, 'e')}
    order by step.id desc
    limit ${stretch.limit}
  `;
}

/** The first post that a walk of so many steps does not reach; none when it reaches the end. */
export function stepBehind(stretch: HomeStretch, steps: number): RawBuilder<{ id: EntryId }> {
  return sql`
    select newest.id
    ${newestPosts(stretch)}
    offset ${steps}
    limit 1
  `;
}

function newestPosts(stretch: HomeStretch): RawBuilder<unknown> {
  return sql`
    from entries as newest
    where newest.kind = 'post'
      and newest.deleted_at is null
      and newest.removed_at is null
      ${within(stretch, 'newest')}
    order by newest.id desc
  `;
}

function within({ before, since }: HomeStretch, alias: string): RawBuilder<unknown> {
  const id = sql.ref(`${alias}.id`);
  return sql`
    ${before === undefined ? sql`` : sql`and ${id} < ${before}`}
    ${since === undefined ? sql`` : sql`and ${id} > ${since}`}
  `;
}
