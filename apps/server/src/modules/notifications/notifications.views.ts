import { Injectable } from '@nestjs/common';
import type { Notification, UserId } from '@plaza/contract';
import { EntryDirectory } from '../entries/index.js';
import { GraphQueries } from '../graph/index.js';
import { UserDirectory } from '../identity/index.js';
import type { NotificationRow } from './notifications.queries.js';

const SHOWN_ACTORS = 3;
const EXCERPT_LENGTH = 140;

/** Inbox rows as the contract shows them; one query each for people and entries. */
@Injectable()
export class NotificationsViews {
  constructor(
    private readonly users: UserDirectory,
    private readonly graph: GraphQueries,
    private readonly entries: EntryDirectory,
  ) {}

  async notifications(recipientId: UserId, rows: NotificationRow[]): Promise<Notification[]> {
    const actorIds = [...new Set(rows.flatMap((row) => row.actor_ids))];
    const entryIds = rows.flatMap((row) => (row.entry_id ? [row.entry_id] : []));
    const [summaries, hiddenByBlock, excerpts] = await Promise.all([
      this.users.summaries(actorIds),
      this.graph.hiddenByBlock(recipientId, actorIds),
      this.entries.excerpts(entryIds, EXCERPT_LENGTH),
    ]);
    return rows.map((row) => ({
      id: row.id,
      type: row.type,
      actors: [...new Set(row.actor_ids)]
        .filter((id) => !hiddenByBlock.has(id))
        .flatMap((id) => summaries.get(id) ?? [])
        .slice(0, SHOWN_ACTORS),
      count: row.count - row.actor_ids.filter((id) => hiddenByBlock.has(id)).length,
      subject: subjectOf(row, excerpts),
      createdAt: row.created_at.toISOString(),
      updatedAt: row.updated_at.toISOString(),
      seenAt: row.seen_at?.toISOString() ?? null,
      readAt: row.read_at?.toISOString() ?? null,
    }));
  }
}

function subjectOf(
  row: NotificationRow,
  excerpts: Awaited<ReturnType<EntryDirectory['excerpts']>>,
): Notification['subject'] {
  if (row.entry_id) {
    const entry = excerpts.get(row.entry_id);
    return entry ? { type: 'entry', entryId: row.entry_id, ...entry } : null;
  }
  if (row.channel_id) return { type: 'channel', channelId: row.channel_id };
  return row.reason ? { type: 'session', reason: row.reason } : null;
}
