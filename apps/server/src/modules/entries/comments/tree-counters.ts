import type { EntryId } from '@plaza/contract';
import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Tx } from '../../../platform/database/database.js';
import { eraseSubjects } from '../../notifications/index.js';
import type { ViewContext } from '../audience/audience.rules.js';
import { visibleRoots } from '../audience/audience.sql.js';

/** Where in a tree a comment is added or taken away. */
export interface TreePosition {
  rootId: EntryId;
  parentId: EntryId;
}

/**
 * Counts one comment more at the root, which locks the tree until the transaction ends: whoever changes the tree comes here
 * first, so that no two wait for each other. False where the viewer may not see the root (any more).
 */
export async function countAtVisibleRoot(
  tx: Tx,
  viewer: ViewContext,
  position: TreePosition,
): Promise<boolean> {
  return countAtRoot(tx, position, 1, visibleRoots(viewer, 'root'));
}

/** Counts one comment less at the root, and locks the tree as `countAtVisibleRoot`. */
export async function uncountAtRoot(tx: Tx, position: TreePosition): Promise<void> {
  await countAtRoot(tx, position, -1, sql`true`);
}

/** Counts at all between the root and the comment; the tree has to be locked. */
export async function countBelowRoot(tx: Tx, { rootId, parentId }: TreePosition, by: 1 | -1): Promise<void> {
  if (parentId === rootId) return;
  await sql`
    with recursive path as (
      select parent.id, parent.parent_id
      from entries as parent
      where parent.id = ${parentId}
      union all
      select above.id, above.parent_id
      from path
      join entries as above on above.id = path.parent_id
      where above.parent_id is not null
    )
    update entries as counted
    set
      descendant_count = counted.descendant_count + ${by}::int,
      reply_count = counted.reply_count + case when counted.id = ${parentId} then ${by}::int else 0 end
    from path
    where counted.id = path.id
  `.execute(tx);
}

/**
 * Erases the deleted ones among a comment and those above it whose last living answer is gone; the tree has to be locked. One
 * that somebody is just voting on stays as a row that nobody sees, until the daily erasure.
 */
export async function eraseEmptyTombstones(tx: Tx, commentId: EntryId): Promise<void> {
  const { rows } = await sql<{ id: EntryId }>`
    with recursive path as (
      select own.id, own.parent_id
      from entries as own
      where own.id = ${commentId}
      union all
      select above.id, above.parent_id
      from path
      join entries as above on above.id = path.parent_id
      where above.parent_id is not null and above.deleted_at is not null and above.descendant_count = 0
    )
    delete from entries
    where id in (
      select empty.id
      from path
      join entries as empty on empty.id = path.id
      where empty.deleted_at is not null and empty.descendant_count = 0
      for update of empty skip locked
    )
    returning id
  `.execute(tx);
  await eraseSubjects(
    tx,
    rows.map(({ id }) => id),
  );
}

async function countAtRoot(
  tx: Tx,
  { rootId, parentId }: TreePosition,
  by: 1 | -1,
  condition: RawBuilder<SqlBool>,
): Promise<boolean> {
  const { numAffectedRows = 0n } = await sql`
    update entries as root
    set
      descendant_count = root.descendant_count + ${by}::int,
      reply_count = root.reply_count + ${parentId === rootId ? by : 0}::int
    where root.id = ${rootId} and ${condition}
  `.execute(tx);
  return numAffectedRows > 0n;
}
