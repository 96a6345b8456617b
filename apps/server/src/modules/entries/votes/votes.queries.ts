import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { EntryId, UserId, VoteValue } from '@plaza/contract';
import { sql } from 'kysely';
import { Database } from '../../../platform/database/database.js';
import { prepared } from '../../../platform/database/statements.js';
import type { EntryRow } from '../entries.sql.js';
import { EntryParts } from '../entry-parts.js';

declare module '../entry-parts.js' {
  interface PartsOfViewer {
    vote: VoteValue;
  }
}

/** How the viewer voted, as a part of the entries they look at. */
@Injectable()
export class VotesQueries implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly parts: EntryParts,
  ) {}

  onModuleInit(): void {
    this.parts.registerForViewer('vote', {
      mayHave: (row, viewerId) => viewerId !== null && row.up + row.down > 0,
      none: 0,
      load: (viewerId, rows) => this.votesOn(viewerId, rows),
    });
  }

  private async votesOn(viewerId: UserId | null, entries: EntryRow[]): Promise<Map<EntryId, VoteValue>> {
    const { rows } = await sql<{ entry_id: EntryId; value: VoteValue }>`
      ${prepared}
      select ballot.entry_id, ballot.value
      from votes as ballot
      where ballot.user_id = ${viewerId} and ballot.entry_id = any(${entries.map((entry) => entry.id)}::uuid[])
    `.execute(this.database.read);
    return new Map(rows.map((row) => [row.entry_id, row.value]));
  }
}
