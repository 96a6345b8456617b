import { Injectable } from '@nestjs/common';
import { type EntryId, type Page, type Revision, type UserId } from '@plaza/contract';
import { sql } from 'kysely';
import { z } from 'zod';
import { CompiledStatement } from '../../platform/database/compiled-statement.js';
import { Database, type Querier, type Tx } from '../../platform/database/database.js';
import { prepared } from '../../platform/database/statements.js';
import { defineList, Lists, type PageQuery } from '../../platform/lists/lists.js';
import { Audience } from './audience/audience.js';
import type { ViewContext } from './audience/audience.rules.js';
import { visibleEntries } from './audience/audience.sql.js';
import { type EntryRow, entryColumns } from './entries.sql.js';

const revisions = defineList('revisions', z.tuple([z.uuid()]));

/** Reads of single entries. */
@Injectable()
export class EntriesQueries {
  constructor(
    private readonly database: Database,
    private readonly audience: Audience,
    private readonly lists: Lists,
  ) {}

  /** The entry, when the viewer may see it. */
  async find(viewerId: UserId | null, entryId: EntryId): Promise<EntryRow | undefined> {
    return this.selectVisible(this.database.read, viewerId, entryId);
  }

  /**
   * As `find`, locked so that nobody else changes it until the transaction ends. Locked first and read then: a statement that
   * waited for another writer would see related rows as they were before.
   */
  async findLocked(tx: Tx, viewerId: UserId, entryId: EntryId): Promise<EntryRow | undefined> {
    await tx.selectFrom('entries').select('id').where('id', '=', entryId).forNoKeyUpdate().execute();
    return this.selectVisible(tx, viewerId, entryId);
  }

  /** Those of the entries that the viewer may see. */
  async visible(viewerId: UserId | null, entryIds: EntryId[]): Promise<Map<EntryId, EntryRow>> {
    if (entryIds.length === 0) return new Map();
    const { rows } = await sql<EntryRow>`
      select ${entryColumns('e')}
      from entries as e
      where e.id = any(${entryIds}::uuid[]) and ${visibleEntries(this.audience.viewContext(viewerId), 'e')}
    `.execute(this.database.read);
    return new Map(rows.map((row) => [row.id, row]));
  }

  /** The entries as they are, for callers that know already who may see them. */
  async rows(entryIds: EntryId[]): Promise<Map<EntryId, EntryRow>> {
    if (entryIds.length === 0) return new Map();
    const { rows } = await sql<EntryRow>`
      select ${entryColumns('e')}
      from entries as e
      where e.id = any(${entryIds}::uuid[])
    `.execute(this.database.read);
    return new Map(rows.map((row) => [row.id, row]));
  }

  /** What the entry said before, newest first. Errors: `cursor_invalid`, `cursor_mismatch`. */
  async revisions(
    viewerId: UserId | null,
    entryId: EntryId,
    query: PageQuery,
  ): Promise<Page<z.infer<typeof Revision>>> {
    const { rows, nextCursor } = await this.lists.page(revisions, {
      viewerId,
      filters: { entryId },
      query,
      load: ({ after, limit }) =>
        this.database.read
          .selectFrom('revisions')
          .select(['id', 'title', 'body', 'replaced_at'])
          .where('entry_id', '=', entryId)
          .$if(after !== undefined, (select) => select.where('id', '<', after?.[0] ?? ''))
          .orderBy('id', 'desc')
          .limit(limit)
          .execute(),
      keyOf: ({ id }) => [id],
    });
    const items = rows.map(({ title, body, replaced_at }) => ({
      title,
      body,
      replacedAt: replaced_at.toISOString(),
    }));
    return { items, nextCursor };
  }

  private async selectVisible(
    querier: Querier,
    viewerId: UserId | null,
    entryId: EntryId,
  ): Promise<EntryRow | undefined> {
    const { now } = this.audience.viewContext(viewerId);
    const [row] =
      viewerId === null
        ? await visibleToAnyone.execute(querier, { now, entryId })
        : await visibleToViewer.execute(querier, { viewer: viewerId, now, entryId });
    return row;
  }
}

const visibleToViewer = new CompiledStatement(['viewer', 'now', 'entryId'], selectVisible);
const visibleToAnyone = new CompiledStatement(['now', 'entryId'], (values: { now: Date; entryId: EntryId }) =>
  selectVisible({ ...values, viewer: null }),
);

function selectVisible({ entryId, ...context }: ViewContext & { entryId: EntryId }) {
  return sql<EntryRow>`
    ${prepared}
    select ${entryColumns('e')}
    from entries as e
    where e.id = ${entryId} and ${visibleEntries(context, 'e')}
  `;
}
