import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { NotificationSubject, SessionId } from '@plaza/contract';
import { sql } from 'kysely';
import { Database } from '../../platform/database/database.js';
import type { Catalogue } from '../../platform/i18n/catalogue.generated.js';
import { NotificationKinds } from '../../platform/notifications/notification-kinds.js';
import './identity.events.js';
import './identity.tables.js';

/** What people have to know about the safety of their account. */
@Injectable()
export class IdentityNotifications implements OnModuleInit {
  constructor(
    private readonly kinds: NotificationKinds,
    private readonly database: Database,
  ) {}

  onModuleInit(): void {
    this.kinds.registerSubject('session', {
      // The recipient's own, also when the session itself is erased already.
      visible: () => sql`select null::uuid as maker_id`,
      load: (ids: SessionId[]) => this.sessions(ids),
    });
    this.kinds.register('security', {
      subjectType: 'session',
      importance: 'high',
      text: ({ identity }: Catalogue) => identity.notifications.security,
      countedBy: 'occurrence',
      raisedBy: {
        'session.revoked': ({ subject: { userId, sessionIds, reason } }) =>
          reason === 'token_reused'
            ? {
                recipients: [userId],
                actorId: null,
                groupKey: sessionIds.join(' '),
                subjectId: sessionIds[0] ?? null,
              }
            : undefined,
      },
    });
  }

  private async sessions(ids: SessionId[]): Promise<Map<string, NotificationSubject>> {
    const rows = await this.database.read
      .selectFrom('sessions')
      .select(['id', 'revoked_reason'])
      .where('id', 'in', ids)
      .execute();
    return new Map(
      rows.flatMap(({ id, revoked_reason: reason }) => (reason ? [[id, { type: 'session', reason }]] : [])),
    );
  }
}
