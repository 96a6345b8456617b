import type { Audience, EntryId, EntryKind, UserId, VoteValue } from '@plaza/contract';
import { type RawBuilder, sql } from 'kysely';
import type { EntryReference } from './entries.events.js';
import './entries.tables.js';

/** An entry as its views need it, seen by one viewer. */
export interface EntryRow {
  id: EntryId;
  kind: EntryKind;
  author_id: UserId;
  audience: Audience;
  title: string | null;
  body: string;
  root_id: EntryId;
  parent_id: EntryId | null;
  depth: number;
  up: number;
  down: number;
  reply_count: number;
  descendant_count: number;
  created_at: Date;
  edited_at: Date | null;
  removed_at: Date | null;
  mentioned: UserId[];
  vote: VoteValue | null;
}

/**
 * SQL: the columns of an `EntryRow` out of the table row with this alias. Nobody is named by a text without an @, and there
 * is no vote where none was counted: that spares most rows two look-ups.
 */
export function entryColumns(
  viewerId: UserId | null,
  alias: string,
  audience: RawBuilder<unknown> = audienceOfRoot(alias),
): RawBuilder<unknown> {
  const entry = sql.raw(alias);
  const vote =
    viewerId === null
      ? sql`null`
      : sql`case when ${entry}.up + ${entry}.down > 0 then (
          select ballot.value
          from votes as ballot
          where ballot.entry_id = ${entry}.id and ballot.user_id = ${viewerId}
        ) end`;
  return sql`
    ${entry}.id,
    ${entry}.kind,
    ${entry}.author_id,
    coalesce(${entry}.audience, ${audience}) as audience,
    ${entry}.title,
    ${entry}.body,
    ${entry}.root_id,
    ${entry}.parent_id,
    ${entry}.depth,
    ${entry}.up,
    ${entry}.down,
    ${entry}.reply_count,
    ${entry}.descendant_count,
    ${entry}.created_at,
    ${entry}.edited_at,
    ${entry}.removed_at,
    case when strpos(${entry}.body, '@') = 0 then '{}' else array(
      select naming.user_id
      from mentions as naming
      where naming.entry_id = ${entry}.id
      order by naming.position
    ) end as mentioned,
    ${vote} as vote
  `;
}

function audienceOfRoot(alias: string): RawBuilder<unknown> {
  return sql`(
    select own_root.audience
    from entries as own_root
    where own_root.id = ${sql.raw(alias)}.root_id
  )`;
}

export function referenceOf(
  row: Pick<EntryRow, 'id' | 'kind' | 'root_id' | 'parent_id' | 'author_id'>,
): EntryReference {
  return {
    entryId: row.id,
    kind: row.kind,
    rootId: row.root_id,
    parentId: row.parent_id,
    authorId: row.author_id,
  };
}

/** The row of an entry that was just written, as its author sees it. */
export function newRow(
  entry: EntryReference,
  written: Pick<EntryRow, 'audience' | 'title' | 'body' | 'depth' | 'created_at' | 'mentioned'>,
): EntryRow {
  return {
    id: entry.entryId,
    kind: entry.kind,
    author_id: entry.authorId,
    root_id: entry.rootId,
    parent_id: entry.parentId,
    ...written,
    up: 0,
    down: 0,
    reply_count: 0,
    descendant_count: 0,
    edited_at: null,
    removed_at: null,
    vote: null,
  };
}
