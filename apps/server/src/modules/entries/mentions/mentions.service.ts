import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { EntryId, UserId, UserSummary } from '@plaza/contract';
import { mentions as namesMentioned } from '@plaza/text/markdown';
import { sql } from 'kysely';
import { Database, type Tx } from '../../../platform/database/database.js';
import { prepared } from '../../../platform/database/statements.js';
import { GraphQueries } from '../../graph/index.js';
import { UserDirectory, userSummary } from '../../identity/index.js';
import type { EntryRow } from '../entries.sql.js';
import '../entries.tables.js';
import { EntryParts } from '../entry-parts.js';

declare module '../entry-parts.js' {
  interface PartsOfEntry {
    mentions: UserSummary[];
  }
}

/** The people whom a text names. */
@Injectable()
export class MentionsService implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly users: UserDirectory,
    private readonly graph: GraphQueries,
    private readonly parts: EntryParts,
  ) {}

  onModuleInit(): void {
    this.parts.register('mentions', {
      mayHave: (row) => row.body.includes('@'),
      none: [],
      load: (_viewerId, rows) => this.summaries(rows),
    });
  }

  /**
   * The active people whom the author's text names, in the order of the text, at most 50: never the author, and nobody
   * across a block.
   */
  async resolve(authorId: UserId, body: string): Promise<UserId[]> {
    const names = namesMentioned(body);
    const byName = await this.users.byFoldedNames(names);
    const named = names.flatMap((name) => byName.get(name) ?? []).filter((id) => id !== authorId);
    const hiddenByBlock = await this.graph.hiddenByBlock(authorId, named);
    return named.filter((id) => !hiddenByBlock.has(id));
  }

  /** Whom the entry mentions, in the order of its text. */
  async of(entryId: EntryId): Promise<UserId[]> {
    const rows = await this.database.read
      .selectFrom('mentions')
      .select('user_id')
      .where('entry_id', '=', entryId)
      .orderBy('position')
      .execute();
    return rows.map((row) => row.user_id);
  }

  /** Writes whom a new entry mentions. */
  async add(tx: Tx, entryId: EntryId, userIds: UserId[]): Promise<void> {
    if (userIds.length === 0) return;
    await tx
      .insertInto('mentions')
      .values(userIds.map((userId, position) => ({ entry_id: entryId, user_id: userId, position })))
      .execute();
  }

  async remove(tx: Tx, entryId: EntryId): Promise<void> {
    await tx.deleteFrom('mentions').where('entry_id', '=', entryId).execute();
  }

  private async summaries(rows: EntryRow[]): Promise<Map<EntryId, UserSummary[]>> {
    const { rows: mentions } = await sql<{ entry_id: EntryId; user: UserSummary }>`
      ${prepared}
      select mention.entry_id, ${userSummary(sql.ref('mention.user_id'))} as user
      from mentions as mention
      where mention.entry_id = any(${rows.map((row) => row.id)}::uuid[])
      order by mention.entry_id, mention.position
    `.execute(this.database.read);
    const byEntry = Map.groupBy(mentions, (mention) => mention.entry_id);
    return new Map([...byEntry].map(([entryId, found]) => [entryId, found.map(({ user }) => user)]));
  }
}
