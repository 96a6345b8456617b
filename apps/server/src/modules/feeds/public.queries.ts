import { Injectable } from '@nestjs/common';
import type { EntryId, UserId } from '@plaza/contract';
import { type RawBuilder, sql } from 'kysely';
import { Database } from '../../platform/database/database.js';
import { listedPosts } from '../audience/index.js';
import { type EntryRow, entryColumns } from '../entries/index.js';

@Injectable()
export class PublicQueries {
  constructor(private readonly database: Database) {}

  /** Posts that stand in public, newest first, behind `before`. */
  async stretch(viewerId: UserId | null, before: EntryId | undefined, limit: number): Promise<EntryRow[]> {
    const { rows } = await publicSql(viewerId, before, limit).execute(this.database.read);
    return rows;
  }
}

export function publicSql(
  viewerId: UserId | null,
  before: EntryId | undefined,
  limit: number,
): RawBuilder<EntryRow> {
  return sql`
    select ${entryColumns(viewerId, 'e')}
    from entries as e
    where e.kind = 'post'
      and ${listedPosts(viewerId, 'e')}
      ${before === undefined ? sql`` : sql`and e.id < ${before}`}
    order by e.id desc
    limit ${limit}
  `;
}
