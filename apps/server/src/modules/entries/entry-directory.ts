import { Injectable } from '@nestjs/common';
import type { EntryId, UserId } from '@plaza/contract';
import { truncate } from '@plaza/text';
import { plainText } from '@plaza/text/markdown';
import { Database } from '../../platform/database/database.js';

export interface EntryExcerpt {
  rootId: EntryId;
  excerpt: string;
}

/** Finds entries for notifications and edits, which check the audience themselves. */
@Injectable()
export class EntryDirectory {
  constructor(private readonly database: Database) {}

  /** Whom the entry mentions, in the order of its text. */
  async mentionedIn(entryId: EntryId): Promise<UserId[]> {
    const rows = await this.database.read
      .selectFrom('mentions')
      .select('user_id')
      .where('entry_id', '=', entryId)
      .orderBy('position')
      .execute();
    return rows.map((row) => row.user_id);
  }

  async authorOf(entryId: EntryId): Promise<UserId | undefined> {
    const row = await this.database.read
      .selectFrom('entries')
      .select('author_id')
      .where('id', '=', entryId)
      .executeTakeFirst();
    return row?.author_id;
  }

  /** The beginnings of the entries as plain text, at most `length` characters each: the title where there is one. */
  async excerpts(entryIds: Iterable<EntryId>, length: number): Promise<Map<EntryId, EntryExcerpt>> {
    const wanted = [...new Set(entryIds)];
    if (wanted.length === 0) return new Map();
    const rows = await this.database.read
      .selectFrom('entries')
      .select(['id', 'root_id', 'title', 'body'])
      .where('id', 'in', wanted)
      .execute();
    return new Map(
      rows.map(({ id, root_id, title, body }) => {
        const excerpt = title === null ? plainText(body, length) : truncate(title, length);
        return [id, { rootId: root_id, excerpt }];
      }),
    );
  }
}
