import { Injectable } from '@nestjs/common';
import type { CommentSort, EntryId, UserId } from '@plaza/contract';
import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { Database } from '../../../platform/database/database.js';
import { notHidden, visiblePosts } from '../../audience/index.js';
import { type EntryRow, entryColumns } from '../entries.rows.js';
import { type CommentPlace, isBehind, orderOf, rankOf } from './comment-sorts.js';

/** How many replies are shown below each comment before "more". */
export const REPLIES_SHOWN = 3;
/** A page opens no further level when that could make it longer than this; the level is cut instead. */
const MAX_NODES = 5000;

export interface TreeQuery {
  parentId: EntryId;
  sort: CommentSort;
  /** Levels, the first included. */
  depth: number;
  after?: CommentPlace | undefined;
  /** Comments of the first level. */
  limit: number;
}

/** A comment of a page, in display order. */
export interface TreeRow extends EntryRow {
  rank: number | null;
  /** False where the viewer gets a tombstone. */
  seen: boolean;
  /** How many comments of its parent the page looked at: one more than are shown where there is more. */
  siblings: number;
  /** Whether the page looked at its replies. */
  is_open: boolean;
}

/** A comment with its line of ancestors. */
export interface LineRow extends EntryRow {
  seen: boolean;
}

@Injectable()
export class CommentTreeQueries {
  constructor(private readonly database: Database) {}

  /** A page of the comments below an entry, and below each of them its first replies, level by level. One statement. */
  async page(viewerId: UserId | null, query: TreeQuery): Promise<TreeRow[]> {
    const { rows } = await treeSql(viewerId, query).execute(this.database.read);
    return rows;
  }

  /** Whether the viewer sees the root and the entry, or the tombstone that it left. */
  async isShownIn(viewerId: UserId | null, entryId: EntryId): Promise<boolean> {
    const { rows } = await sql`
      select e.id
      from entries as e
      join entries as root on root.id = e.root_id
      where e.id = ${entryId}
        and ${visiblePosts(viewerId, 'root')}
        and (e.id = root.id or ${isShown(viewerId, 'e')})
    `.execute(this.database.read);
    return rows.length > 0;
  }

  /** The entry and everything above it, the root first. */
  async line(viewerId: UserId | null, entryId: EntryId): Promise<LineRow[]> {
    const { rows } = await sql<LineRow>`
      with recursive line as (
        select own.id, own.parent_id
        from entries as own
        where own.id = ${entryId}
        union all
        select above.id, above.parent_id
        from line
        join entries as above on above.id = line.parent_id
      )
      select
        ${entryColumns(viewerId, 'e')},
        case when e.parent_id is null then ${visiblePosts(viewerId, 'e')} else ${notHidden(viewerId, 'e')} end as seen
      from line
      join entries as e on e.id = line.id
      order by e.depth
    `.execute(this.database.read);
    return rows;
  }
}

/** SQL: the comment is shown, as itself or as the tombstone that holds living answers. */
function isShown(viewerId: UserId | null, alias: string): RawBuilder<SqlBool> {
  return sql`(${sql.ref(`${alias}.descendant_count`)} > 0 or ${notHidden(viewerId, alias)})`;
}

/** SQL: what is shown is shown as itself; what has no answers would not be shown otherwise, so that it is asked once. */
function isSeenWhereShown(viewerId: UserId | null, alias: string): RawBuilder<SqlBool> {
  return sql`(${sql.ref(`${alias}.descendant_count`)} = 0 or ${notHidden(viewerId, alias)})`;
}

/** Rows are carried along whole, so that none is looked up again by its identifier. */
export function treeSql(viewerId: UserId | null, query: TreeQuery): RawBuilder<TreeRow> {
  const { parentId, sort, depth, after, limit } = query;
  const levelOf = (parent: RawBuilder<unknown>, behind: RawBuilder<unknown>, shown: number) => sql`
    select
      ranked.id,
      ranked.entry,
      row_number() over (order by ${orderOf(sort, 'ranked')})::int as position,
      count(*) over ()::int as siblings
    from (
      select c.id, c.best, c.score, c.controversial, c as entry
      from entries as c
      where c.parent_id = ${parent}
        and ${isShown(viewerId, 'c')}
        ${behind}
      order by ${orderOf(sort, 'c')}
      limit ${shown + 1}
    ) as ranked
  `;
  return sql`
    with recursive root as materialized (
      select above.audience
      from entries as own
      join entries as above on above.id = own.root_id
      where own.id = ${parentId}
    ),
    tree as (
      select
        first.id,
        first.entry,
        1 as level,
        first.siblings,
        array[first.position] as path,
        ${sql.lit(MAX_NODES)} - ${limit}::int as room,
        ${limit}::int as level_size
      from (
        ${levelOf(sql`${parentId}`, after ? sql`and ${isBehind(after, sort, 'c')}` : sql``, limit)}
      ) as first
      where first.position <= ${limit}
      union all
      select
        reply.id,
        reply.entry,
        tree.level + 1,
        reply.siblings,
        tree.path || reply.position,
        tree.room - (count(*) over ())::int,
        (count(*) over ())::int
      from tree
      cross join lateral (${levelOf(sql`tree.id`, sql``, REPLIES_SHOWN)}) as reply
      where ${isOpen(depth)} and reply.position <= ${sql.lit(REPLIES_SHOWN)}
    )
    select
      ${entryColumns(viewerId, 'e', sql`(select root.audience from root)`)},
      ${rankOf(sort, 'e')} as rank,
      ${isSeenWhereShown(viewerId, 'e')} as seen,
      tree.siblings,
      ${isOpen(depth)} as is_open
    from tree
    cross join lateral (select (tree.entry).*) as e
    order by tree.path
  `;
}

/** SQL: the level below this node of the tree is looked at. */
function isOpen(depth: number): RawBuilder<SqlBool> {
  return sql`(tree.level < ${depth}::int and tree.level_size * ${sql.lit(REPLIES_SHOWN)} <= tree.room)`;
}
