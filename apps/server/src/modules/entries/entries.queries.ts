import { Injectable } from '@nestjs/common';
import type { EntryId, UserId } from '@plaza/contract';
import { type RawBuilder, sql } from 'kysely';
import { Database, type Tx } from '../../platform/database/database.js';
import { visibleEntries } from '../audience/index.js';
import { type EntryRow, entryColumns } from './entries.rows.js';

interface RevisionRow {
  id: string;
  title: string | null;
  body: string;
  replaced_at: Date;
}

/** Reads of single entries. */
@Injectable()
export class EntriesQueries {
  constructor(private readonly database: Database) {}

  /** The entry, when the viewer may see it. */
  async find(viewerId: UserId | null, entryId: EntryId): Promise<EntryRow | undefined> {
    const { rows } = await selectVisible(viewerId, entryId).execute(this.database.read);
    return rows[0];
  }

  /** The living comment, when the person wrote it, whether they may see it or not. */
  async ownComment(authorId: UserId, entryId: EntryId): Promise<EntryRow | undefined> {
    const { rows } = await sql<EntryRow>`
      select ${entryColumns(authorId, 'e')}
      from entries as e
      where e.id = ${entryId}
        and e.author_id = ${authorId}
        and e.kind = 'comment'
        and e.deleted_at is null
        and e.removed_at is null
    `.execute(this.database.read);
    return rows[0];
  }

  /**
   * As `find`, held so that nobody else changes it until the transaction ends. Held first and read then: a statement that
   * waited for another writer would see what stands beside the row as it was before.
   */
  async hold(tx: Tx, viewerId: UserId, entryId: EntryId): Promise<EntryRow | undefined> {
    await tx.selectFrom('entries').select('id').where('id', '=', entryId).forNoKeyUpdate().execute();
    const { rows } = await selectVisible(viewerId, entryId).execute(tx);
    return rows[0];
  }

  /** The entries as they stand, for whoever knows already that the viewer may see them. */
  async rows(viewerId: UserId | null, entryIds: EntryId[]): Promise<Map<EntryId, EntryRow>> {
    if (entryIds.length === 0) return new Map();
    const { rows } = await sql<EntryRow>`
      select ${entryColumns(viewerId, 'e')}
      from entries as e
      where e.id = any(${entryIds}::uuid[])
    `.execute(this.database.read);
    return new Map(rows.map((row) => [row.id, row]));
  }

  /** What the entry said before, newest first, behind `after`, at most `limit` rows. */
  async revisions(entryId: EntryId, after: string | undefined, limit: number): Promise<RevisionRow[]> {
    return this.database.read
      .selectFrom('revisions')
      .select(['id', 'title', 'body', 'replaced_at'])
      .where('entry_id', '=', entryId)
      .$if(after !== undefined, (query) => query.where('id', '<', after ?? ''))
      .orderBy('id', 'desc')
      .limit(limit)
      .execute();
  }
}

function selectVisible(viewerId: UserId | null, entryId: EntryId): RawBuilder<EntryRow> {
  return sql`
    select ${entryColumns(viewerId, 'e')}
    from entries as e
    where e.id = ${entryId} and ${visibleEntries(viewerId, 'e')}
  `;
}
