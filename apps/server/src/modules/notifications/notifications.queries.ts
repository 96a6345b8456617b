import { Injectable } from '@nestjs/common';
import type { NotificationId, NotificationKind, UserId } from '@plaza/contract';
import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { Database } from '../../platform/database/database.js';
import { prepared } from '../../platform/database/statements.js';
import { NotificationKinds } from '../../platform/notifications/notification-kinds.js';
import { blockedEitherWay } from '../graph/index.js';
import './notifications.tables.js';

/** Counts are shown up to here. */
const UNREAD_CAP = 99;

export interface NotificationRow {
  id: NotificationId;
  kind: NotificationKind;
  /** Those of them who may be named, newest first, perhaps several times. */
  actor_ids: UserId[];
  count: number;
  /** The newest that may be shown. */
  subject_id: string | null;
  created_at: Date;
  updated_at: Date;
  seen_at: Date | null;
  read_at: Date | null;
}

interface InboxFilter {
  kind: NotificationKind | undefined;
  after: [updatedAt: Date, id: NotificationId] | undefined;
  limit: number;
}

/**
 * Reads of the inbox as its owner may see it now, in lists and counts: of each notification `n` those subjects that the rule of
 * their type shows, and those actors from whom no block separates the owner.
 */
@Injectable()
export class NotificationsQueries {
  constructor(
    private readonly database: Database,
    private readonly kinds: NotificationKinds,
  ) {}

  /** Newest first, behind `after`, at most `limit` rows. */
  async inbox(recipientId: UserId, { kind, after, limit }: InboxFilter): Promise<NotificationRow[]> {
    return this.select(
      recipientId,
      sql`
        ${kind ? sql`and n.kind = ${kind}` : sql``}
        ${after ? sql`and (n.updated_at, n.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)` : sql``}
        order by n.updated_at desc, n.id desc
        limit ${limit}
      `,
    );
  }

  async byIds(recipientId: UserId, ids: NotificationId[]): Promise<NotificationRow[]> {
    return this.select(recipientId, sql`and n.id = any(${ids}::uuid[])`);
  }

  /** How many are unread, capped at 99. Looks no further than to the first subject and the first actor that are visible. */
  async unreadCount(recipientId: UserId): Promise<number> {
    const viewer = sql<UserId>`${recipientId}::uuid`;
    const { rows } = await sql<{ count: number }>`
      ${prepared}
      select count(*)::int as count
      from (
        select
        from notifications n
        where n.recipient_id = ${viewer}
          and n.read_at is null
          and ${this.isShown(sql`exists (
            select
            from unnest(n.subject_ids) as listed (id)
            cross join lateral (${this.visibleSubject(viewer)}) as subject
          )`)}
          and (cardinality(n.actor_ids) = 0 or exists (
            select from unnest(n.actor_ids) as person (id) where not ${blockedEitherWay(viewer, 'person.id')}
          ))
        limit ${UNREAD_CAP}
      ) as unread
    `.execute(this.database.read);
    return rows[0]?.count ?? 0;
  }

  private async select(recipientId: UserId, rest: RawBuilder<unknown>): Promise<NotificationRow[]> {
    const viewer = sql<UserId>`${recipientId}::uuid`;
    const { rows } = await sql<NotificationRow>`
      ${prepared}
      select
        n.id, n.kind,
        case when ${this.isCountedBySubject()} then seen.maker_ids else coalesce(actors.ids, '{}') end as actor_ids,
        n.count - case
          when ${this.isCountedBySubject()} then cardinality(n.subject_ids) - seen.count
          else cardinality(n.actor_ids) - actors.count
        end as count,
        seen.newest_id as subject_id, n.created_at, n.updated_at, n.seen_at, n.read_at
      from notifications n
      cross join lateral (
        select
          (array_agg(listed.id order by listed.nth))[1] as newest_id,
          array_agg(subject.maker_id order by listed.nth) as maker_ids,
          count(*)::int as count
        from unnest(n.subject_ids) with ordinality as listed (id, nth)
        cross join lateral (${this.visibleSubject(viewer)}) as subject
      ) as seen
      cross join lateral (
        select array_agg(person.id order by person.nth) as ids, count(*)::int as count
        from unnest(n.actor_ids) with ordinality as person (id, nth)
        where not ${blockedEitherWay(viewer, 'person.id')}
      ) as actors
      where n.recipient_id = ${viewer}
        and ${this.isShown(sql`seen.newest_id is not null`)}
        and (cardinality(n.actor_ids) = 0 or actors.ids is not null)
        ${rest}
    `.execute(this.database.read);
    return rows;
  }

  /** SQL: a select of one row where the viewer sees the subject `listed` of `n`, by the rule of its type. */
  private visibleSubject(viewer: RawBuilder<UserId>): RawBuilder<unknown> {
    const types = [...this.kinds.subjectTypes].map(
      ([name, { visible }]) => sql`
        select visible.maker_id
        from (${visible(viewer, sql`listed.id`)}) as visible
        where ${isOfKind(this.kinds.where(({ subjectType }) => subjectType === name))}
          and not (${this.isCountedBySubject()} and ${blockedEitherWay(viewer, 'visible.maker_id')})
      `,
    );
    return sql.join(types, sql` union all `);
  }

  private isCountedBySubject(): RawBuilder<SqlBool> {
    return isOfKind(this.kinds.where(({ countedBy }) => countedBy === 'subject'));
  }

  /** SQL: `n` is of a kind without subjects, or one of them is visible. Kinds that no module declares any more are neither. */
  private isShown(hasVisibleSubject: RawBuilder<SqlBool>): RawBuilder<SqlBool> {
    const without = isOfKind(this.kinds.where(({ subjectType }) => subjectType === null));
    const withSubjects = isOfKind(this.kinds.where(({ subjectType }) => subjectType !== null));
    return sql<SqlBool>`(${without} or (${withSubjects} and ${hasVisibleSubject}))`;
  }
}

function isOfKind(kinds: NotificationKind[]): RawBuilder<SqlBool> {
  return kinds.length > 0 ? sql`n.kind in (${sql.join(kinds.map((kind) => sql.lit(kind)))})` : sql`false`;
}
