import { Injectable } from '@nestjs/common';
import type { EntryBase, EntryKind, UserId, UserSummary } from '@plaza/contract';
import { UserDirectory } from '../identity/index.js';
import { abilities } from './entries.policy.js';
import type { EntryRow } from './entries.sql.js';
import { type EntryOf, kindRules } from './entry-kinds.js';
import { EntryParts, type LoadedParts, type PartsOfEntry } from './entry-parts.js';

/** Rows as the contract shows them to one viewer: their authors and parts are loaded side by side, then each kind makes its view. */
@Injectable()
export class EntryViews {
  constructor(
    private readonly users: UserDirectory,
    private readonly parts: EntryParts,
  ) {}

  /** In the order of the rows. */
  async entries<Kind extends EntryKind>(
    viewerId: UserId | null,
    rows: EntryRow<Kind>[],
  ): Promise<EntryOf<Kind>[]> {
    const [authors, parts] = await Promise.all([
      this.users.summaries(rows.map((row) => row.author_id)),
      this.parts.load(viewerId, rows),
    ]);
    return rows.map((row, index) => {
      const author = authors.get(row.author_id);
      const partsOfRow = parts[index];
      // Foreign keys forbid it; between two statements of one read an erasure may still come.
      if (!author || !partsOfRow) throw new Error(`The entry ${row.id} lost its author while it was read`);
      return kindRules[row.kind].view(row, baseView(viewerId, row, author, partsOfRow));
    });
  }

  async entry<Kind extends EntryKind>(viewerId: UserId | null, row: EntryRow<Kind>): Promise<EntryOf<Kind>> {
    const [view] = await this.entries(viewerId, [row]);
    if (!view) throw new Error(`The entry ${row.id} has no view`);
    return view;
  }
}

function baseView(
  viewerId: UserId | null,
  row: EntryRow,
  author: UserSummary,
  parts: LoadedParts,
): EntryBase & PartsOfEntry {
  return {
    id: row.id,
    author,
    body: row.body,
    audience: row.audience,
    ...parts.entry,
    counters: countersOf(row),
    createdAt: row.created_at.toISOString(),
    editedAt: row.edited_at?.toISOString() ?? null,
    viewer: { ...parts.viewer, can: abilities(viewerId, row) },
  };
}

export function countersOf(row: Pick<EntryRow, 'up' | 'down' | 'reply_count' | 'descendant_count'>) {
  return { up: row.up, down: row.down, replies: row.reply_count, descendants: row.descendant_count };
}
