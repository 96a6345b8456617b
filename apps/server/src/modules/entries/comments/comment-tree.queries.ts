import { Injectable } from '@nestjs/common';
import type { CommentSort, EntryId, EntryKind, UserId } from '@plaza/contract';
import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { Database } from '../../../platform/database/database.js';
import { Audience } from '../audience/audience.js';
import type { ViewContext } from '../audience/audience.rules.js';
import { notHidden, visibleRoots } from '../audience/audience.sql.js';
import { type EntryRow, entryColumns } from '../entries.sql.js';

/** How many replies are shown below each comment before "more". */
export const REPLIES_SHOWN = 3;
/** A page opens no further level when that could make it longer than this; the level is cut instead. */
const MAX_NODES = 5000;

/** The last comment of a level that was shown: its rank (null where the identifier alone gives the order) and identifier. */
export interface LevelKey {
  rank: number | null;
  id: EntryId;
}

export interface TreeQuery {
  parentId: EntryId;
  sort: CommentSort;
  /** Levels, the first included. */
  depth: number;
  after?: LevelKey | undefined;
  /** Comments of the first level. */
  limit: number;
}

/** False in `seen` where the viewer gets a tombstone. */
export type SeenRow<Kind extends EntryKind = EntryKind> = EntryRow<Kind> & { seen: boolean };

/** A comment of a page, in display order. */
export interface TreeRow extends SeenRow<'comment'> {
  rank: number | null;
  /** How many comments of its parent the page read: one more than are shown where there is more. */
  siblings: number;
  /** Whether the page read its replies. */
  is_open: boolean;
}

@Injectable()
export class CommentTreeQueries {
  constructor(
    private readonly database: Database,
    private readonly audience: Audience,
  ) {}

  /** A page of the comments below an entry, and below each of them its first replies, level by level. One statement. */
  async page(viewerId: UserId | null, query: TreeQuery): Promise<TreeRow[]> {
    const { rows } = await treeSql(this.audience.viewContext(viewerId), query).execute(this.database.read);
    return rows;
  }

  /** Whether the viewer sees the root and the entry, or the tombstone that it left. */
  async isShown(viewerId: UserId | null, entryId: EntryId): Promise<boolean> {
    const context = this.audience.viewContext(viewerId);
    const { rows } = await sql`
      select e.id
      from entries as e
      join entries as root on root.id = e.root_id
      where e.id = ${entryId}
        and ${visibleRoots(context, 'root')}
        and (e.id = root.id or ${isShown(context, 'e')})
    `.execute(this.database.read);
    return rows.length > 0;
  }

  /** A comment and those above it, the highest first, and their root. */
  async path(
    viewerId: UserId | null,
    commentId: EntryId,
  ): Promise<{ root: SeenRow | undefined; comments: SeenRow<'comment'>[] }> {
    const context = this.audience.viewContext(viewerId);
    const { rows } = await sql<SeenRow>`
      with recursive path as (
        select own.id, own.parent_id
        from entries as own
        where own.id = ${commentId}
        union all
        select above.id, above.parent_id
        from path
        join entries as above on above.id = path.parent_id
      )
      select
        ${entryColumns('e')},
        case when e.parent_id is null then ${visibleRoots(context, 'e')} else ${notHidden(context, 'e')} end as seen
      from path
      join entries as e on e.id = path.id
      order by e.depth
    `.execute(this.database.read);
    const isComment = (row: SeenRow): row is SeenRow<'comment'> => row.kind === 'comment';
    return { root: rows.find((row) => row.parent_id === null), comments: rows.filter(isComment) };
  }
}

/** SQL: the comment is shown, as itself or as a tombstone above living comments. */
function isShown(context: ViewContext, alias: string): RawBuilder<SqlBool> {
  return sql`(${sql.ref(`${alias}.descendant_count`)} > 0 or ${notHidden(context, alias)})`;
}

/** SQL: the comment, which is shown, is shown as itself; where nothing is below it, `isShown` has checked that already. */
function isSeenWhereShown(context: ViewContext, alias: string): RawBuilder<SqlBool> {
  return sql`(${sql.ref(`${alias}.descendant_count`)} = 0 or ${notHidden(context, alias)})`;
}

/** Rows are carried along whole, so that none is looked up again by its identifier. */
export function treeSql(context: ViewContext, query: TreeQuery): RawBuilder<TreeRow> {
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
        and ${isShown(context, 'c')}
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
      ${entryColumns('e', sql`(select root.audience from root)`)},
      ${rankOf(sort, 'e')} as rank,
      ${isSeenWhereShown(context, 'e')} as seen,
      tree.siblings,
      ${isOpen(depth)} as is_open
    from tree
    cross join lateral (select (tree.entry).*) as e
    order by tree.path
  `;
}

/** SQL: the page includes the level below this node. */
function isOpen(depth: number): RawBuilder<SqlBool> {
  return sql`(tree.level < ${depth}::int and tree.level_size * ${sql.lit(REPLIES_SHOWN)} <= tree.room)`;
}

interface SortRule {
  /** The column before the identifier. */
  rank: 'best' | 'score' | 'controversial' | null;
  direction: 'asc' | 'desc';
}

const sortRules: Record<CommentSort, SortRule> = {
  best: { rank: 'best', direction: 'desc' },
  top: { rank: 'score', direction: 'desc' },
  controversial: { rank: 'controversial', direction: 'desc' },
  new: { rank: null, direction: 'desc' },
  old: { rank: null, direction: 'asc' },
};

/** SQL: the rank of a `LevelKey`. */
function rankOf(sort: CommentSort, alias: string): RawBuilder<number | null> {
  const { rank } = sortRules[sort];
  return rank === null ? sql`null::double precision` : sql`${sql.ref(`${alias}.${rank}`)}::double precision`;
}

/** SQL: the order of one level; each sort walks along an index of its own. */
function orderOf(sort: CommentSort, alias: string): RawBuilder<unknown> {
  const { rank, direction } = sortRules[sort];
  const id = sql`${sql.ref(`${alias}.id`)} ${sql.raw(direction)}`;
  return rank === null ? id : sql`${sql.ref(`${alias}.${rank}`)} ${sql.raw(direction)}, ${id}`;
}

/** SQL: the comment comes behind the key. */
function isBehind(key: LevelKey, sort: CommentSort, alias: string): RawBuilder<SqlBool> {
  const { rank, direction } = sortRules[sort];
  const comparison = sql.raw(direction === 'asc' ? '>' : '<');
  const id = sql.ref(`${alias}.id`);
  return rank === null
    ? sql`${id} ${comparison} ${key.id}`
    : sql`(${sql.ref(`${alias}.${rank}`)}, ${id}) ${comparison} (${key.rank}, ${key.id})`;
}
