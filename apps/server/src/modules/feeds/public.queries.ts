import { Injectable } from '@nestjs/common';
import type { EntryId, UserId } from '@plaza/contract';
import { type RawBuilder, sql } from 'kysely';
import { Database } from '../../platform/database/database.js';
import {
  Audience,
  type EntryRow,
  entriesAs,
  entryColumns,
  isInFeeds,
  publicRoots,
  type ViewContext,
} from '../entries/index.js';

@Injectable()
export class PublicQueries {
  constructor(
    private readonly database: Database,
    private readonly audience: Audience,
  ) {}

  /** What is public, newest first, older than `before`. */
  async newest(viewerId: UserId | null, before: EntryId | undefined, limit: number): Promise<EntryRow[]> {
    const statement = publicSql(this.audience.viewContext(viewerId), before, limit);
    const { rows } = await statement.execute(this.database.read);
    return rows;
  }
}

export function publicSql(
  context: ViewContext,
  before: EntryId | undefined,
  limit: number,
): RawBuilder<EntryRow> {
  return sql`
    select ${entryColumns('e')}
    from ${entriesAs('e')}
    where ${isInFeeds('e')}
      and ${publicRoots(context, 'e')}
      ${before === undefined ? sql`` : sql`and e.id < ${before}`}
    order by e.id desc
    limit ${limit}
  `;
}
