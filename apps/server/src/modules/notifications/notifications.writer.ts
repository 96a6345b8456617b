import { Injectable } from '@nestjs/common';
import type { ChannelId, EntryId, NotificationId, NotificationType, UserId } from '@plaza/contract';
import { sql } from 'kysely';
import { Clock } from '../../platform/clock/clock.js';
import type { Tx } from '../../platform/database/database.js';
import { EventLog } from '../../platform/events/event-log.js';
import { Ids } from '../../platform/ids/ids.js';
import { userTopic } from '../../platform/realtime/realtime.js';
import './notifications.events.js';
import './notifications.tables.js';

const GROUP_MS = 24 * 60 * 60 * 1000;
const MAX_ACTORS = 100;
const MAX_ENTRIES = 100;

export interface Happening {
  recipientId: UserId;
  type: NotificationType;
  groupKey: string;
  actorId: UserId | null;
  entryId?: EntryId;
  channelId?: ChannelId;
  reason?: string;
}

/** Types of which each person counts once, however often they do it. */
const COUNTED_BY_PERSON: ReadonlySet<NotificationType> = new Set([
  'follow',
  'follow_request',
  'follow_accepted',
]);

/** Writes what happened into the inboxes: grouped, at most one open row per recipient, type and group key. */
@Injectable()
export class NotificationsWriter {
  constructor(
    private readonly ids: Ids,
    private readonly clock: Clock,
    private readonly events: EventLog,
  ) {}

  /** All happenings are of one type; each recipient occurs once. */
  async tell(tx: Tx, happenings: Happening[]): Promise<void> {
    const first = happenings[0];
    if (!first) return;
    await this.closeOldGroups(tx, happenings);
    const now = this.clock.now();
    const isCounted = sql<number>`(notifications.actor_ids @> excluded.actor_ids)::int`;
    const written = await tx
      .insertInto('notifications')
      .values(happenings.map((happening) => this.rowOf(happening, now)))
      .onConflict((conflict) =>
        conflict
          .columns(['recipient_id', 'type', 'group_key'])
          .where('seen_at', 'is', null)
          .doUpdateSet({
            actor_ids: sql`(
              excluded.actor_ids || array_remove(notifications.actor_ids, excluded.actor_ids[1])
            )[1:${sql.lit(MAX_ACTORS)}]`,
            count: COUNTED_BY_PERSON.has(first.type)
              ? sql`notifications.count + 1 - ${isCounted}`
              : sql`notifications.count + 1`,
            entry_id: sql`excluded.entry_id`,
            // What was erased since keeps its place, so that it is not counted any more.
            earlier_entry_ids: sql`case when excluded.entry_id is null then '{}' else (
              notifications.entry_id || notifications.earlier_entry_ids
            )[1:${sql.lit(MAX_ENTRIES - 1)}] end`,
            updated_at: now,
            read_at: null,
          }),
      )
      .returning(['id', 'recipient_id'])
      .execute();
    await this.events.append(
      tx,
      ...written.map((row) => ({
        name: 'notification.created' as const,
        subject: { notificationId: row.id as NotificationId, recipientId: row.recipient_id as UserId },
        topics: [userTopic(row.recipient_id as UserId)],
      })),
    );
  }

  /** Takes one person's part out of the rows that told of what they did since then. */
  async takeBack(
    tx: Tx,
    {
      recipientId,
      type,
      actorId,
      since,
    }: { recipientId: UserId; type: NotificationType; actorId: UserId; since: Date },
  ): Promise<void> {
    const { rows } = await sql`
      with theirs as (
        select id, count from notifications
        where recipient_id = ${recipientId} and type = ${type}
          and actor_ids @> array[${actorId}::uuid] and updated_at >= ${since}
        for update
      ), gone as (
        delete from notifications where id in (select id from theirs where count = 1)
      ), shrunk as (
        update notifications
        set actor_ids = array_remove(actor_ids, ${actorId}::uuid), count = count - 1
        where id in (select id from theirs where count > 1)
      )
      select id from theirs
    `.execute(tx);
    if (rows.length > 0) await this.announceRead(tx, recipientId);
  }

  /** What was told of a channel is read with the channel. */
  async readChannel(tx: Tx, recipientId: UserId, channelId: ChannelId): Promise<void> {
    const now = this.clock.now();
    const read = await tx
      .updateTable('notifications')
      .set({ read_at: now, seen_at: sql`coalesce(seen_at, ${now})` })
      .where('recipient_id', '=', recipientId)
      .where('channel_id', '=', channelId)
      .where('read_at', 'is', null)
      .executeTakeFirst();
    if (read.numUpdatedRows > 0n) await this.announceRead(tx, recipientId);
  }

  /** Tells the recipient's sockets that fewer are unread. */
  async announceRead(tx: Tx, recipientId: UserId): Promise<void> {
    await this.events.append(tx, {
      name: 'notification.read',
      subject: { recipientId },
      topics: [userTopic(recipientId)],
    });
  }

  /** An unseen group older than a day takes nothing more in: its key is retired. */
  private async closeOldGroups(tx: Tx, happenings: Happening[]): Promise<void> {
    await tx
      .updateTable('notifications')
      .set({ group_key: sql`group_key || ' until ' || created_at::text` })
      .where(
        'recipient_id',
        'in',
        happenings.map(({ recipientId }) => recipientId),
      )
      .where('type', '=', happenings[0]?.type ?? 'security')
      .where(
        'group_key',
        'in',
        happenings.map(({ groupKey }) => groupKey),
      )
      .where('seen_at', 'is', null)
      .where('created_at', '<=', new Date(this.clock.milliseconds() - GROUP_MS))
      .execute();
  }

  private rowOf(happening: Happening, now: Date) {
    return {
      id: this.ids.next<NotificationId>(),
      recipient_id: happening.recipientId,
      type: happening.type,
      group_key: happening.groupKey,
      actor_ids: happening.actorId ? [happening.actorId] : [],
      count: 1,
      entry_id: happening.entryId ?? null,
      channel_id: happening.channelId ?? null,
      reason: happening.reason ?? null,
      created_at: now,
      updated_at: now,
      seen_at: null,
      read_at: null,
    };
  }
}
