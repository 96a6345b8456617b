import { Injectable } from '@nestjs/common';
import type { ChannelId, EntryId, NotificationId, NotificationType, UserId } from '@plaza/contract';
import { type RawBuilder, sql } from 'kysely';
import { Database } from '../../platform/database/database.js';
import { Audience } from '../audience/index.js';
import './notifications.tables.js';

/** Counts are shown up to here. */
const UNREAD_CAP = 99;

export interface NotificationRow {
  id: NotificationId;
  type: NotificationType;
  actor_ids: UserId[];
  count: number;
  entry_id: EntryId | null;
  channel_id: ChannelId | null;
  reason: string | null;
  created_at: Date;
  updated_at: Date;
  seen_at: Date | null;
  read_at: Date | null;
}

interface Place {
  updatedAt: Date;
  id: string;
}

/** Reads of the inbox. What the recipient may no longer see, and whom they are walled off from, is not in it. */
@Injectable()
export class NotificationsQueries {
  constructor(
    private readonly database: Database,
    private readonly audience: Audience,
  ) {}

  /** Newest first, behind `after`, at most `limit` rows. */
  async inbox(
    recipientId: UserId,
    filter: { type?: NotificationType | undefined; after?: Place | undefined; limit: number },
  ): Promise<NotificationRow[]> {
    const { type, after, limit } = filter;
    const { rows } = await sql<NotificationRow>`
      select ${columns}
      from notifications n
      where n.recipient_id = ${recipientId}
        and ${this.isVisible(recipientId)}
        ${type ? sql`and n.type = ${type}` : sql``}
        ${after ? sql`and (n.updated_at, n.id) < (${after.updatedAt}, ${after.id}::uuid)` : sql``}
      order by n.updated_at desc, n.id desc
      limit ${limit}
    `.execute(this.database.read);
    return rows;
  }

  async byIds(recipientId: UserId, ids: NotificationId[]): Promise<NotificationRow[]> {
    const { rows } = await sql<NotificationRow>`
      select ${columns}
      from notifications n
      where n.recipient_id = ${recipientId} and n.id = any(${ids}::uuid[]) and ${this.isVisible(recipientId)}
    `.execute(this.database.read);
    return rows;
  }

  /** How many are unread, capped at 99. */
  async unreadCount(recipientId: UserId): Promise<number> {
    const { rows } = await sql<{ count: number }>`
      select count(*)::int as count
      from (
        select
        from notifications n
        where n.recipient_id = ${recipientId} and n.read_at is null and ${this.isVisible(recipientId)}
        limit ${UNREAD_CAP}
      ) as unread
    `.execute(this.database.read);
    return rows[0]?.count ?? 0;
  }

  private isVisible(recipientId: UserId): RawBuilder<boolean> {
    return sql<boolean>`(
      (cardinality(n.actor_ids) = 0 or exists (
        select from unnest(n.actor_ids) as actor (id)
        where not exists (
          select from blocks b
          where (b.blocker_id = ${recipientId} and b.blocked_id = actor.id)
            or (b.blocker_id = actor.id and b.blocked_id = ${recipientId})
        )
      ))
      and (n.entry_id is null or exists (
        select from entries e
        where e.id = n.entry_id and ${this.audience.visibleEntries(recipientId, 'e')}
      ))
    )`;
  }
}

const columns = sql`
  n.id, n.type, n.actor_ids, n.count, n.entry_id, n.channel_id, n.reason,
  n.created_at, n.updated_at, n.seen_at, n.read_at
`;
