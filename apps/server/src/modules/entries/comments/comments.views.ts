import type { Comment, EntryBase, EntryId, Tombstone } from '@plaza/contract';
import type { EntryRow } from '../entries.sql.js';

export function commentView(row: EntryRow, base: EntryBase): Comment {
  return { kind: 'comment', ...positionOf(row), ...base };
}

/** Replaces a comment that is hidden from the viewer, while living comments are below it. */
export function tombstoneView(row: EntryRow): Tombstone {
  return {
    kind: 'tombstone',
    id: row.id,
    ...positionOf(row),
    reason: row.removed_at ? 'removed' : 'deleted',
    counters: { replies: row.reply_count, descendants: row.descendant_count },
    createdAt: row.created_at.toISOString(),
  };
}

function positionOf(row: EntryRow): { rootId: EntryId; parentId: EntryId; depth: number } {
  if (row.parent_id === null) throw new Error(`The comment ${row.id} has no parent`);
  return { rootId: row.root_id, parentId: row.parent_id, depth: row.depth };
}
