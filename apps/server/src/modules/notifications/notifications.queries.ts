import { Injectable } from '@nestjs/common';
import type { ChannelId, EntryId, NotificationId, NotificationType, UserId } from '@plaza/contract';
import { type RawBuilder, sql } from 'kysely';
import { Database } from '../../platform/database/database.js';
import { Audience } from '../audience/index.js';
import './notifications.tables.js';

/** These tell of entries; nothing is left of them where none can be seen. */
const entryTypes = sql.join(
  (['comment', 'mention'] satisfies NotificationType[]).map((type) => sql.lit(type)),
);

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
    return this.select(
      recipientId,
      sql`
        ${type ? sql`and n.type = ${type}` : sql``}
        ${after ? sql`and (n.updated_at, n.id) < (${after.updatedAt}, ${after.id}::uuid)` : sql``}
        order by n.updated_at desc, n.id desc
        limit ${limit}
      `,
    );
  }

  async byIds(recipientId: UserId, ids: NotificationId[]): Promise<NotificationRow[]> {
    return this.select(recipientId, sql`and n.id = any(${ids}::uuid[])`);
  }

  /** How many are unread, capped at 99. */
  async unreadCount(recipientId: UserId): Promise<number> {
    const { rows } = await sql<{ count: number }>`
      select count(*)::int as count
      from (
        select
        from notifications n
        where n.recipient_id = ${recipientId}
          and n.read_at is null
          and ${isNotHidden(recipientId)}
          and (n.type not in (${entryTypes}) or exists (
            select from entries e
            where e.id = any(n.entry_id || n.earlier_entry_ids)
              and ${this.audience.visibleEntries(recipientId, 'e')}
          ))
        limit ${UNREAD_CAP}
      ) as unread
    `.execute(this.database.read);
    return rows[0]?.count ?? 0;
  }

  /** Who was told already that the entry names them. */
  async toldOfMention(entryId: EntryId): Promise<Set<UserId>> {
    const { rows } = await sql<{ recipient_id: UserId }>`
      select n.recipient_id from notifications n where n.entry_id = ${entryId} and n.type = 'mention'
    `.execute(this.database.read);
    return new Set(rows.map((row) => row.recipient_id));
  }

  private async select(recipientId: UserId, rest: RawBuilder<unknown>): Promise<NotificationRow[]> {
    const { rows } = await sql<NotificationRow>`
      select
        n.id, n.type, coalesce(shown.author_ids, n.actor_ids) as actor_ids, n.count - shown.hidden as count,
        shown.newest_id as entry_id, n.channel_id, n.reason,
        n.created_at, n.updated_at, n.seen_at, n.read_at
      from notifications n
      cross join lateral (${this.shownEntries(recipientId)}) as shown
      where n.recipient_id = ${recipientId}
        and ${isNotHidden(recipientId)}
        and (n.type not in (${entryTypes}) or shown.newest_id is not null)
        ${rest}
    `.execute(this.database.read);
    return rows;
  }

  /** The entries that a row tells of, as far as the recipient may see them, in one row, newest first. */
  private shownEntries(recipientId: UserId): RawBuilder<unknown> {
    return sql`
      select
        (array_agg(e.id order by told.place) filter (where e.id is not null))[1] as newest_id,
        array_agg(e.author_id order by told.place) filter (where e.id is not null) as author_ids,
        case when n.type in (${entryTypes}) then count(*) - count(e.id) else 0 end::int as hidden
      from unnest(n.entry_id || n.earlier_entry_ids) with ordinality as told (id, place)
      left join entries e on e.id = told.id and ${this.audience.visibleEntries(recipientId, 'e')}
    `;
  }
}

/** SQL: nobody made it happen, or somebody whom the recipient is not walled off from. */
function isNotHidden(recipientId: UserId): RawBuilder<boolean> {
  return sql<boolean>`(cardinality(n.actor_ids) = 0 or exists (
    select from unnest(n.actor_ids) as actor (id)
    where not exists (
      select from blocks b
      where (b.blocker_id = ${recipientId} and b.blocked_id = actor.id)
        or (b.blocker_id = actor.id and b.blocked_id = ${recipientId})
    )
  ))`;
}
