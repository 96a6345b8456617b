import { Injectable } from '@nestjs/common';
import type { EntryId, UserId } from '@plaza/contract';
import { mentions as namesMentioned } from '@plaza/text/markdown';
import type { Tx } from '../../platform/database/database.js';
import { GraphQueries } from '../graph/index.js';
import { UserDirectory } from '../identity/index.js';
import './entries.tables.js';

/** The people a text names. */
@Injectable()
export class Mentions {
  constructor(
    private readonly users: UserDirectory,
    private readonly graph: GraphQueries,
  ) {}

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
}
