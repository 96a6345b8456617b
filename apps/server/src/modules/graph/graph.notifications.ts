import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { LoggedEventOf } from '../../platform/events/domain-events.js';
import type { Catalogue } from '../../platform/i18n/catalogue.generated.js';
import { NotificationKinds, type Occurrence } from '../../platform/notifications/notification-kinds.js';
import './graph.events.js';

/** New followers, those who ask to be one, and being let in: each gathered by the day. */
@Injectable()
export class GraphNotifications implements OnModuleInit {
  constructor(private readonly kinds: NotificationKinds) {}

  onModuleInit(): void {
    this.kinds.register('follow', {
      subjectType: null,
      importance: 'normal',
      text: ({ graph }: Catalogue, values) => graph.notifications.follow(values),
      countedBy: 'person',
      raisedBy: { 'follow.created': (event) => (event.subject.wasRequested ? undefined : followed(event)) },
      undoneBy: { 'follow.deleted': (event) => (event.subject.wasRequest ? undefined : unfollowed(event)) },
    });
    this.kinds.register('follow_request', {
      subjectType: null,
      importance: 'normal',
      text: ({ graph }: Catalogue, values) => graph.notifications.followRequest(values),
      countedBy: 'person',
      raisedBy: { 'follow.requested': followed },
      undoneBy: { 'follow.deleted': (event) => (event.subject.wasRequest ? unfollowed(event) : undefined) },
    });
    this.kinds.register('follow_accepted', {
      subjectType: null,
      importance: 'low',
      text: ({ graph }: Catalogue, values) => graph.notifications.followAccepted(values),
      countedBy: 'person',
      raisedBy: {
        'follow.created': ({ subject, at }) =>
          subject.wasRequested
            ? {
                recipients: [subject.followerId],
                actorId: subject.followeeId,
                groupKey: dayOf(at),
                subjectId: null,
              }
            : undefined,
      },
    });
  }
}

function followed({
  subject,
  at,
}: LoggedEventOf<'follow.requested'> | LoggedEventOf<'follow.created'>): Occurrence {
  return {
    recipients: [subject.followeeId],
    actorId: subject.followerId,
    groupKey: dayOf(at),
    subjectId: null,
  };
}

function unfollowed({ subject }: LoggedEventOf<'follow.deleted'>) {
  return {
    recipientId: subject.followeeId,
    actorId: subject.followerId,
    since: new Date(subject.since),
  };
}

function dayOf(at: Date): string {
  return at.toISOString().slice(0, 10);
}
