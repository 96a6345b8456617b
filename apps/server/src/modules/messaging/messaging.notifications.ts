import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { ChannelId, NotificationSubject, UserId } from '@plaza/contract';
import { type RawBuilder, sql } from 'kysely';
import { Clock } from '../../platform/clock/clock.js';
import { Database } from '../../platform/database/database.js';
import type { LoggedEventOf } from '../../platform/events/domain-events.js';
import type { Catalogue } from '../../platform/i18n/catalogue.generated.js';
import { NotificationKinds, type Occurrence } from '../../platform/notifications/notification-kinds.js';
import { UnreadCounts } from '../notifications/index.js';
import { channelTypes } from './channels/channel-types.js';
import { mayView, withAccess } from './channels/channels.sql.js';
import './messaging.events.js';
import './messaging.tables.js';

const UNREAD_CAP = 99;

/** Messages of conversations, gathered by conversation until it is read, and how many conversations are unread. */
@Injectable()
export class MessagingNotifications implements OnModuleInit {
  constructor(
    private readonly kinds: NotificationKinds,
    private readonly counts: UnreadCounts,
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.counts.register('directChannels', (userId) => this.unreadConversations(userId));
    this.kinds.registerSubject('channel', {
      visible: (viewer, id) => this.visible(viewer, id),
      load: async (ids: ChannelId[]) => new Map(ids.map((id) => [id, subjectOf(id)])),
    });
    this.kinds.register('message', {
      subjectType: 'channel',
      importance: 'high',
      text: ({ messaging }: Catalogue, values) => messaging.notifications.message(values),
      countedBy: 'occurrence',
      raisedBy: { 'message.sent': (event) => this.sent(event) },
      readBy: {
        'channel.read': ({ subject }) => ({ recipientId: subject.userId, subjectId: subject.channelId }),
      },
    });
  }

  private visible(viewer: RawBuilder<UserId>, id: RawBuilder<unknown>): RawBuilder<unknown> {
    return sql`
      select null::uuid as maker_id
      from channels ch
      ${withAccess(viewer, this.clock.now())}
      where ch.id = ${id} and ${mayView}
    `;
  }

  private async sent({ subject }: LoggedEventOf<'message.sent'>): Promise<Occurrence | undefined> {
    const { channelId, channelType, authorId } = subject;
    if (!channelTypes[channelType].notifiesEveryMessage) return undefined;
    const recipients = await this.recipientsOf(subject);
    return { recipients, actorId: authorId, groupKey: channelId, subjectId: channelId };
  }

  /** Those who have neither read it already nor silenced the channel. */
  private async recipientsOf(message: LoggedEventOf<'message.sent'>['subject']): Promise<UserId[]> {
    const { rows } = await sql<{ user_id: UserId }>`
      select cm.user_id
      from channel_members cm
      join read_states r on r.channel_id = cm.channel_id and r.user_id = cm.user_id
      where cm.channel_id = ${message.channelId}
        and cm.notification_level = 'all'
        and r.read_ordinal < ${message.ordinal}
    `.execute(this.database.read);
    return rows.map((row) => row.user_id);
  }

  /** In how many conversations something is unread, capped at 99. */
  private async unreadConversations(userId: UserId): Promise<number> {
    const { rows } = await sql<{ count: number }>`
      select count(*)::int as count
      from (
        select
        from channel_members cm
        join channels ch on ch.id = cm.channel_id
        join read_states r on r.channel_id = cm.channel_id and r.user_id = cm.user_id
        where cm.user_id = ${userId}
          and cm.latest_at is not null
          and ch.last_ordinal - r.read_ordinal - r.own_unread_offset > 0
        limit ${UNREAD_CAP}
      ) as unread
    `.execute(this.database.read);
    return rows[0]?.count ?? 0;
  }
}

function subjectOf(channelId: ChannelId): NotificationSubject {
  return { type: 'channel', channelId };
}
