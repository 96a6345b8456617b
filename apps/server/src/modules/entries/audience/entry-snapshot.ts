import type { Audience, EntryId, UserId } from '@plaza/contract';
import { type RawBuilder, sql } from 'kysely';
import type { EntryReference } from '../entries.events.js';

/** An entry as the rules of the audience look at it: as it is, or as it was before it was deleted or got another audience. */
export interface EntrySnapshot {
  entryId: EntryId;
  authorId: UserId;
  isRoot: boolean;
  isPast: boolean;
  /** SQL: its row, where there is one. */
  row: RawBuilder<unknown>;
}

export function asItIs({ entryId, authorId, parentId }: EntryReference): EntrySnapshot {
  return {
    entryId,
    authorId,
    isRoot: parentId === null,
    isPast: false,
    row: sql`(
      select own.id, own.author_id, own.root_id, own.audience, own.deleted_at, own.removed_at
      from entries as own
      where own.id = ${entryId}
    )`,
  };
}

/** `audience` is null where it has not changed. */
export function asItWas(
  { entryId, authorId, rootId, parentId }: EntryReference,
  audience: Audience | null,
): EntrySnapshot {
  return {
    entryId,
    authorId,
    isRoot: parentId === null,
    isPast: true,
    row: sql`(
      select
        ${entryId}::uuid as id,
        ${authorId}::uuid as author_id,
        ${rootId}::uuid as root_id,
        coalesce(${audience}, (select own.audience from entries as own where own.id = ${entryId})) as audience,
        null::timestamptz as deleted_at,
        null::timestamptz as removed_at
    )`,
  };
}
