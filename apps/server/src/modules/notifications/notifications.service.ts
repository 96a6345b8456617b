import { Injectable } from '@nestjs/common';
import type { NotificationId, UnreadSummary, UserId } from '@plaza/contract';
import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { Database } from '../../platform/database/database.js';
import { ProblemError } from '../../platform/problems/problem-error.js';
import { NotificationsQueries } from './notifications.queries.js';
import { NotificationsRepository } from './notifications.repository.js';
import { UnreadCounts } from './unread-counts.js';

/** What a person does with their inbox. */
@Injectable()
export class NotificationsService {
  constructor(
    private readonly database: Database,
    private readonly queries: NotificationsQueries,
    private readonly repository: NotificationsRepository,
    private readonly unread: UnreadCounts,
  ) {}

  /** Marks the given ones; those of other people are not there. Marking again changes nothing. */
  async readThese(recipientId: UserId, ids: NotificationId[]): Promise<UnreadSummary> {
    return this.markRead(recipientId, sql<SqlBool>`id = any(${ids}::uuid[])`);
  }

  /** Marks all up to one, that one included. Errors: `not_found`. */
  async readUpTo(recipientId: UserId, upTo: NotificationId): Promise<UnreadSummary> {
    const [last] = await this.queries.byIds(recipientId, [upTo]);
    if (!last) throw new ProblemError('not_found');
    return this.markRead(
      recipientId,
      sql<SqlBool>`(updated_at, id) <= (${last.updated_at}::timestamptz, ${last.id}::uuid)`,
    );
  }

  private async markRead(recipientId: UserId, condition: RawBuilder<SqlBool>): Promise<UnreadSummary> {
    await this.database.transaction((tx) => this.repository.markRead(tx, recipientId, condition));
    return this.unread.of(recipientId);
  }
}
