import type { CommentNode, EntryId } from '@plaza/contract';
import { expect } from 'vitest';
import type { Person, World } from '../support/world.js';

interface Known {
  id: EntryId;
}

export const onEntry = (entry: Known) => ({ params: { entryId: entry.id } });
export const asComment = (entry: Known) => ({ params: { commentId: entry.id } });

export const publish = (author: Person) =>
  author.api.posts.create({ body: { title: 'A title', body: 'A body' } });
export const answer = (author: Person, entry: Known, body = 'An answer') =>
  author.api.entries.comment({ ...onEntry(entry), body: { body } });

/** The tree below an entry, oldest first, as lines of identifier and text or reason. */
export async function linesBelow(viewer: Person, entry: Known): Promise<[EntryId, string][]> {
  const page = await viewer.api.entries.comments({ ...onEntry(entry), query: { sort: 'old', depth: 10 } });
  return page.items.map(({ entry: shown }: CommentNode) => [
    shown.id,
    shown.kind === 'tombstone' ? shown.reason : shown.body,
  ]);
}

/** Fails unless every counter below the post, and its own, is that of the living rows. */
export async function expectCounted(world: World, post: Known): Promise<void> {
  const wrong = await world.rows(
    `with recursive tree as (
       select id as above, id from entries where root_id = $1
       union all
       select tree.above, e.id from tree join entries as e on e.parent_id = tree.id
     ),
     living as (
       select tree.above, count(*)::int as descendants
       from tree join entries as e on e.id = tree.id
       where tree.id <> tree.above and e.deleted_at is null and e.removed_at is null
       group by tree.above
     )
     select e.id, e.reply_count, e.descendant_count
     from entries as e left join living on living.above = e.id
     where e.root_id = $1 and (
       e.descendant_count <> coalesce(living.descendants, 0)
       or e.reply_count <> (
         select count(*) from entries as reply
         where reply.parent_id = e.id and reply.deleted_at is null and reply.removed_at is null
       )
     )`,
    [post.id],
  );
  expect(wrong).toEqual([]);
}

/** Deadlocks are retried, so that only their count shows them. */
export async function expectNoDeadlocks(world: World): Promise<void> {
  const [row] = await world.rows<{ deadlocks: number }>(
    `select pg_stat_get_db_deadlocks(oid)::int as deadlocks from pg_database where datname = current_database()`,
  );
  expect(row?.deadlocks).toBe(0);
}
