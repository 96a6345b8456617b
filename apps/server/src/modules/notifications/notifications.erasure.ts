import { sql } from 'kysely';
import type { Tx } from '../../platform/database/database.js';

/**
 * Takes erased subjects out of the notifications whose newest subject is one of them, and ends those that have no other;
 * called by whoever erases something that notifications are about. Older subjects of a group may stay behind: they are not
 * visible, and so neither shown nor counted.
 */
export async function eraseSubjects(tx: Tx, subjectIds: string[]): Promise<void> {
  if (subjectIds.length === 0) return;
  await sql`
    with affected as (
      select
        n.id,
        array(
          select listed.id
          from unnest(n.subject_ids) with ordinality as listed (id, nth)
          where listed.id <> all(${subjectIds}::uuid[])
          order by listed.nth
        ) as left_ids
      from notifications n
      where n.subject_ids[1] = any(${subjectIds}::uuid[])
      for update
    ), ended as (
      delete from notifications
      where id in (select affected.id from affected where cardinality(affected.left_ids) = 0)
    )
    update notifications n
    set
      subject_ids = affected.left_ids,
      count = greatest(1, n.count - cardinality(n.subject_ids) + cardinality(affected.left_ids))
    from affected
    where n.id = affected.id and cardinality(affected.left_ids) > 0
  `.execute(tx);
}
