import { Injectable } from '@nestjs/common';
import type { Notification, NotificationSubject, UserId, UserSummary } from '@plaza/contract';
import type { Catalogue } from '../../platform/i18n/catalogue.generated.js';
import { textIn } from '../../platform/i18n/languages.js';
import { NotificationKinds } from '../../platform/notifications/notification-kinds.js';
import { UserDirectory } from '../identity/index.js';
import type { NotificationRow } from './notifications.queries.js';

const SHOWN_ACTORS = 3;

/** Inbox rows as the contract shows them to their recipient: one query for people, and one for each type of subject. */
@Injectable()
export class NotificationsViews {
  constructor(
    private readonly users: UserDirectory,
    private readonly kinds: NotificationKinds,
  ) {}

  async notifications(recipientId: UserId, rows: NotificationRow[]): Promise<Notification[]> {
    const [locale, summaries, subjects] = await Promise.all([
      this.users.localeOf(recipientId),
      this.users.summaries(rows.flatMap(shownActors)),
      this.subjects(rows),
    ]);
    const texts = textIn(locale);
    return rows.map((row) => {
      const { importance } = this.kinds.kind(row.kind);
      const actors = shownActors(row).flatMap((id) => summaries.get(id) ?? []);
      return {
        id: row.id,
        type: row.kind,
        importance,
        text: this.text(row, actors, texts),
        actors,
        count: row.count,
        subject: (row.subject_id && subjects.get(row.subject_id)) || null,
        createdAt: row.created_at.toISOString(),
        updatedAt: row.updated_at.toISOString(),
        seenAt: row.seen_at?.toISOString() ?? null,
        readAt: row.read_at?.toISOString() ?? null,
      };
    });
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

  private text({ kind, actor_ids, count }: NotificationRow, actors: UserSummary[], texts: Catalogue): string {
    const { countedBy, text } = this.kinds.kind(kind);
    // Of a big group the row keeps only the newest actors.
    const people = countedBy === 'person' ? count : new Set(actor_ids).size;
    const named = people <= 2 ? people : 1;
    const names = actors.slice(0, named).map(({ displayName }) => `\u2068${displayName}\u2069`);
    const who = people > named ? [...names, texts.notifications.others({ count: people - named })] : names;
    return text(texts, { who, people, count });
  }
}

function shownActors({ actor_ids }: NotificationRow): UserId[] {
  return [...new Set(actor_ids)].slice(0, SHOWN_ACTORS);
}
