import { Injectable } from '@nestjs/common';
import type { Notification, NotificationSubject } from '@plaza/contract';
import { NotificationKinds } from '../../platform/notifications/notification-kinds.js';
import { UserDirectory } from '../identity/index.js';
import type { NotificationRow } from './notifications.queries.js';

const SHOWN_ACTORS = 3;

/** Inbox rows as the contract shows them: one query for people, and one for each type of subject. */
@Injectable()
export class NotificationsViews {
  constructor(
    private readonly users: UserDirectory,
    private readonly kinds: NotificationKinds,
  ) {}

  async notifications(rows: NotificationRow[]): Promise<Notification[]> {
    const [summaries, subjects] = await Promise.all([
      this.users.summaries(rows.flatMap(shownActors)),
      this.subjects(rows),
    ]);
    return rows.map((row) => ({
      id: row.id,
      type: row.kind,
      importance: this.kinds.kind(row.kind).importance,
      actors: shownActors(row).flatMap((id) => summaries.get(id) ?? []),
      count: row.count,
      subject: (row.subject_id && subjects.get(row.subject_id)) || null,
      createdAt: row.created_at.toISOString(),
      updatedAt: row.updated_at.toISOString(),
      seenAt: row.seen_at?.toISOString() ?? null,
      readAt: row.read_at?.toISOString() ?? null,
    }));
  }

  private async subjects(rows: NotificationRow[]): Promise<Map<string, NotificationSubject>> {
    const loaded = await Promise.all(
      [...this.kinds.subjectTypes].map(([name, { load }]) => {
        const kinds = this.kinds.where(({ subjectType }) => subjectType === name);
        const ids = rows.flatMap(({ kind, subject_id }) =>
          subject_id && kinds.includes(kind) ? [subject_id] : [],
        );
        return ids.length > 0 ? load(ids) : new Map<string, NotificationSubject>();
      }),
    );
    return new Map(loaded.flatMap((subjects) => [...subjects]));
  }
}

function shownActors({ actor_ids }: NotificationRow) {
  return [...new Set(actor_ids)].slice(0, SHOWN_ACTORS);
}
