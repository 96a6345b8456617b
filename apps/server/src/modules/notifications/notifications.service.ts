import { Injectable } from '@nestjs/common';
import type { NotificationId, UnreadSummary, UserId } from '@plaza/contract';
import { sql } from 'kysely';
import { Clock } from '../../platform/clock/clock.js';
import { Database, type Tx } from '../../platform/database/database.js';
import { ProblemError } from '../../platform/problems/problem-error.js';
import { ChannelDirectory } from '../messaging/index.js';
import { NotificationsQueries } from './notifications.queries.js';
import { NotificationsWriter } from './notifications.writer.js';

/** What a person does with their inbox. */
@Injectable()
export class NotificationsService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly queries: NotificationsQueries,
    private readonly writer: NotificationsWriter,
    private readonly channels: ChannelDirectory,
  ) {}

  async unread(recipientId: UserId): Promise<UnreadSummary> {
    const [notifications, directChannels] = await Promise.all([
      this.queries.unreadCount(recipientId),
      this.channels.unreadConversations(recipientId),
    ]);
    return { notifications, directChannels };
  }

  /** Marks the given ones; those of other people are not there. Marking again changes nothing. */
  async readThese(recipientId: UserId, ids: NotificationId[]): Promise<UnreadSummary> {
    return this.markRead(recipientId, (tx) =>
      this.unreadRows(tx, recipientId).where('id', 'in', ids).executeTakeFirst(),
    );
  }

  /** Marks all up to one, that one included. Errors: `not_found`. */
  async readUpTo(recipientId: UserId, upTo: NotificationId): Promise<UnreadSummary> {
    const [last] = await this.queries.byIds(recipientId, [upTo]);
    if (!last) throw new ProblemError('not_found');
    return this.markRead(recipientId, (tx) =>
      this.unreadRows(tx, recipientId)
        .where(sql<boolean>`(updated_at, id) <= (${last.updated_at}, ${last.id}::uuid)`)
        .executeTakeFirst(),
    );
  }

  private async markRead(
    recipientId: UserId,
    mark: (tx: Tx) => Promise<{ numUpdatedRows: bigint }>,
  ): Promise<UnreadSummary> {
    await this.database.transaction(async (tx) => {
      const marked = await mark(tx);
      if (marked.numUpdatedRows > 0n) await this.writer.announceRead(tx, recipientId);
    });
    return this.unread(recipientId);
  }

  private unreadRows(tx: Tx, recipientId: UserId) {
    const now = this.clock.now();
    return tx
      .updateTable('notifications')
      .set({ read_at: now, seen_at: sql`coalesce(seen_at, ${now})` })
      .where('recipient_id', '=', recipientId)
      .where('read_at', 'is', null);
  }
}
