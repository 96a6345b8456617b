import { Injectable } from '@nestjs/common';
import type { NotificationId, NotificationKind, UserId } from '@plaza/contract';
import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { Clock } from '../../platform/clock/clock.js';
import type { Tx } from '../../platform/database/database.js';
import { EventLog } from '../../platform/events/event-log.js';
import { Ids } from '../../platform/ids/ids.js';
import {
  type KindDeclaration,
  NotificationKinds,
  type Occurrence,
  type Reading,
  type Undoing,
} from '../../platform/notifications/notification-kinds.js';
import { userTopic } from '../../platform/realtime/realtime.js';
import { blockedEitherWay } from '../graph/index.js';
import './notifications.events.js';
import './notifications.tables.js';

const GROUP_MS = 24 * 60 * 60 * 1000;
const MAX_ACTORS = 100;
const MAX_SUBJECTS = 100;

/** SQL: the open group counts it already. */
const isCounted: Record<KindDeclaration['countedBy'], RawBuilder<SqlBool>> = {
  person: sql`notifications.actor_ids @> excluded.actor_ids`,
  subject: sql`notifications.subject_ids @> excluded.subject_ids`,
  occurrence: sql`false`,
};

/** Writes of the inboxes, each with its event. There is at most one unseen row per recipient, kind and group key. */
@Injectable()
export class NotificationsRepository {
  constructor(
    private readonly ids: Ids,
    private readonly clock: Clock,
    private readonly events: EventLog,
    private readonly kinds: NotificationKinds,
  ) {}

  /** Adds the occurrence to the open group of each recipient who may be notified of it, or begins one. */
  async notify(tx: Tx, kind: NotificationKind, occurrence: Occurrence): Promise<void> {
    const { recipients, groupKey, actorId, subjectId } = occurrence;
    if (recipients.length === 0) return;
    await this.closeOldGroups(tx, kind, occurrence);
    const declaration = this.kinds.kind(kind);
    const ids = recipients.map(() => this.ids.next<NotificationId>());
    const now = this.clock.now();
    const { rows } = await sql<{ id: NotificationId; recipient_id: UserId }>`
      insert into notifications
        (id, recipient_id, kind, group_key, actor_ids, count, subject_ids, created_at, updated_at)
      select
        candidate.notification_id, candidate.id, ${kind}, ${groupKey}, ${actorId ? [actorId] : []}::uuid[], 1,
        ${subjectId ? [subjectId] : []}::uuid[], ${now}::timestamptz, ${now}::timestamptz
      from unnest(${ids}::uuid[], ${recipients}::uuid[]) as candidate (notification_id, id)
      where ${this.mayBeNotified(kind, declaration, occurrence)}
      on conflict (recipient_id, kind, group_key) where seen_at is null do update
      set
        actor_ids = (
          excluded.actor_ids || array_remove(notifications.actor_ids, excluded.actor_ids[1])
        )[1:${sql.lit(MAX_ACTORS)}],
        count = notifications.count + case when ${isCounted[declaration.countedBy]} then 0 else 1 end,
        subject_ids = (
          excluded.subject_ids || array_remove(notifications.subject_ids, excluded.subject_ids[1])
        )[1:${sql.lit(MAX_SUBJECTS)}],
        updated_at = excluded.updated_at,
        read_at = null
      returning id, recipient_id
    `.execute(tx);
    await this.events.append(
      tx,
      ...rows.map(({ id, recipient_id: recipientId }) => ({
        name: 'notification.created' as const,
        subject: { notificationId: id, recipientId },
        topics: [userTopic(recipientId)],
      })),
    );
  }

  /** Takes one person's part out of the notifications of what they have done since then. */
  async undo(tx: Tx, kind: NotificationKind, { recipientId, actorId, since }: Undoing): Promise<void> {
    const { rows } = await sql`
      with theirs as (
        select id, count from notifications
        where recipient_id = ${recipientId} and kind = ${kind}
          and actor_ids @> array[${actorId}::uuid] and updated_at >= ${since}
        for update
      ), gone as (
        delete from notifications where id in (select id from theirs where count = 1)
      ), shrunk as (
        update notifications
        -- Checks are asked of the row as it was before the lock, too.
        set actor_ids = array_remove(actor_ids, ${actorId}::uuid), count = greatest(1, count - 1)
        where id in (select id from theirs where count > 1)
      )
      select id from theirs
    `.execute(tx);
    if (rows.length > 0) await this.appendRead(tx, recipientId);
  }

  /** Marks those of this kind about the subject. */
  async readSubject(tx: Tx, kind: NotificationKind, { recipientId, subjectId }: Reading): Promise<void> {
    await this.markRead(
      tx,
      recipientId,
      sql<SqlBool>`(kind = ${kind} and subject_ids[1] = ${subjectId}::uuid)`,
    );
  }

  /** Marks the unread ones among the recipient's for which the condition holds. */
  async markRead(tx: Tx, recipientId: UserId, condition: RawBuilder<SqlBool>): Promise<void> {
    const now = this.clock.now();
    const marked = await tx
      .updateTable('notifications')
      .set({ read_at: now, seen_at: sql`coalesce(seen_at, ${now})` })
      .where('recipient_id', '=', recipientId)
      .where('read_at', 'is', null)
      .where(condition)
      .executeTakeFirst();
    if (marked.numUpdatedRows > 0n) await this.appendRead(tx, recipientId);
  }

  /** An unseen group older than a day takes nothing more in: its key is retired. */
  private async closeOldGroups(
    tx: Tx,
    kind: NotificationKind,
    { recipients, groupKey }: Occurrence,
  ): Promise<void> {
    await tx
      .updateTable('notifications')
      .set({ group_key: sql`group_key || ' until ' || created_at::text` })
      .where('recipient_id', 'in', recipients)
      .where('kind', '=', kind)
      .where('group_key', '=', groupKey)
      .where('seen_at', 'is', null)
      .where('created_at', '<=', new Date(this.clock.milliseconds() - GROUP_MS))
      .execute();
  }

  /** SQL: the person `candidate.id` did not do it, no block separates them from who did, and they may see what it is about. */
  private mayBeNotified(
    kind: NotificationKind,
    { subjectType, isOncePerSubject }: KindDeclaration,
    { actorId, subjectId }: Occurrence,
  ): RawBuilder<SqlBool> {
    const candidate = sql.ref<UserId>('candidate.id');
    const conditions: RawBuilder<SqlBool>[] = [];
    if (actorId) {
      conditions.push(sql`candidate.id <> ${actorId}`, sql`not ${blockedEitherWay(actorId, 'candidate.id')}`);
    }
    if (subjectType) {
      const { visible } = this.kinds.subjectType(subjectType);
      conditions.push(sql`exists (${visible(candidate, sql`${subjectId}::uuid`)})`);
    }
    if (isOncePerSubject) {
      conditions.push(sql`not exists (
        select
        from notifications as earlier
        where earlier.recipient_id = candidate.id
          and earlier.kind = ${kind}
          and earlier.subject_ids[1] = ${subjectId}::uuid
      )`);
    }
    return conditions.length > 0 ? sql`(${sql.join(conditions, sql` and `)})` : sql`true`;
  }

  /** Fewer may be unread. */
  private async appendRead(tx: Tx, recipientId: UserId): Promise<void> {
    await this.events.append(tx, {
      name: 'notification.read',
      subject: { recipientId },
      topics: [userTopic(recipientId)],
    });
  }
}
