import type { Audience, EntryId, EntryKind, UserId } from '@plaza/contract';
import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { EntryReference } from './entries.events.js';
import './entries.tables.js';

/** An entry itself, the same for all who see it; what belongs to its view beside that are its parts. */
export interface EntryRow<Kind extends EntryKind = EntryKind> {
  id: EntryId;
  kind: Kind;
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
}

/** SQL: the columns of an `EntryRow` out of the table row with this alias. */
export function entryColumns(
  alias: string,
  audienceOfRoot: RawBuilder<unknown> = sql`(
    select own_root.audience
    from entries as own_root
    where own_root.id = ${sql.ref(`${alias}.root_id`)}
  )`,
): RawBuilder<unknown> {
  const entry = sql.raw(alias);
  return sql`
    ${entry}.id,
    ${entry}.kind,
    ${entry}.author_id,
    coalesce(${entry}.audience, ${audienceOfRoot}) as audience,
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
    ${entry}.removed_at
  `;
}

/** SQL: the table of entries under this alias, for statements of later modules. */
export function entriesAs(alias: string): RawBuilder<unknown> {
  return sql`entries as ${sql.raw(alias)}`;
}

/** SQL: the entry is of a kind that appears in feeds; most indexes hold nothing else. */
export function isInFeeds(alias: string): RawBuilder<SqlBool> {
  return sql`is_in_feeds(${sql.ref(`${alias}.kind`)})`;
}

/** The row of an entry that was just written. */
export function newRow<Kind extends EntryKind>(
  { entryId, kind, authorId, rootId, parentId }: EntryReference<Kind>,
  written: Pick<EntryRow, 'audience' | 'title' | 'body' | 'depth' | 'created_at'>,
): EntryRow<Kind> {
  return {
    id: entryId,
    kind,
    author_id: authorId,
    root_id: rootId,
    parent_id: parentId,
    ...written,
    up: 0,
    down: 0,
    reply_count: 0,
    descendant_count: 0,
    edited_at: null,
    removed_at: null,
  };
}
