import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { EntryId, NotificationSubject } from '@plaza/contract';
import { sql } from 'kysely';
import type { LoggedEventOf } from '../../platform/events/domain-events.js';
import type { Catalogue } from '../../platform/i18n/catalogue.generated.js';
import { NotificationKinds, type Occurrence } from '../../platform/notifications/notification-kinds.js';
import { Audience } from './audience/audience.js';
import { visibleBelow } from './audience/audience.sql.js';
import './entries.events.js';
import { EntryDirectory } from './entry-directory.js';

const EXCERPT_LENGTH = 140;

/** Answers to what one wrote, and being named in a text. */
@Injectable()
export class EntriesNotifications implements OnModuleInit {
  constructor(
    private readonly kinds: NotificationKinds,
    private readonly entries: EntryDirectory,
    private readonly audience: Audience,
  ) {}

  onModuleInit(): void {
    this.kinds.registerSubject('entry', {
      visible: (viewer, id) => sql`
        select e.author_id as maker_id
        from entries e
        join entries root on root.id = e.root_id
        where e.id = ${id} and ${visibleBelow(this.audience.viewContext(viewer), 'root', 'e')}
      `,
      load: (ids: EntryId[]) => this.subjects(ids),
    });
    this.kinds.register('comment', {
      subjectType: 'entry',
      importance: 'normal',
      text: ({ entries }: Catalogue, values) => entries.notifications.comment(values),
      countedBy: 'subject',
      raisedBy: { 'entry.created': (event) => this.commented(event) },
    });
    this.kinds.register('mention', {
      subjectType: 'entry',
      importance: 'normal',
      text: ({ entries }: Catalogue, values) => entries.notifications.mention(values),
      countedBy: 'subject',
      // An edit names most people again.
      isOncePerSubject: true,
      raisedBy: {
        'entry.created': (event) => this.mentioned(event),
        'entry.updated': (event) => this.mentioned(event),
      },
    });
  }

  /** To the author of what the comment answers. */
  private async commented({ subject }: LoggedEventOf<'entry.created'>): Promise<Occurrence | undefined> {
    const { entryId, parentId, authorId } = subject;
    const answered = parentId && (await this.entries.authorOf(parentId));
    if (!answered) return undefined;
    return { recipients: [answered], actorId: authorId, groupKey: parentId, subjectId: entryId };
  }

  /** To those whom the text names; whom it answers has been notified of that. */
  private async mentioned({
    subject,
  }: LoggedEventOf<'entry.created'> | LoggedEventOf<'entry.updated'>): Promise<Occurrence> {
    const { entryId, parentId, authorId } = subject;
    const mentioned = await this.entries.mentionedIn(entryId);
    const answered = mentioned.length > 0 && parentId ? await this.entries.authorOf(parentId) : undefined;
    return {
      recipients: mentioned.filter((id) => id !== answered),
      actorId: authorId,
      groupKey: entryId,
      subjectId: entryId,
    };
  }

  private async subjects(ids: EntryId[]): Promise<Map<string, NotificationSubject>> {
    const excerpts = await this.entries.excerpts(ids, EXCERPT_LENGTH);
    return new Map([...excerpts].map(([entryId, entry]) => [entryId, { type: 'entry', entryId, ...entry }]));
  }
}
