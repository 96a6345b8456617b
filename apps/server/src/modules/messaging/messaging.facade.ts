import { Injectable } from '@nestjs/common';
import type { ChannelId, ChannelType, UserId } from '@plaza/contract';
import { sql } from 'kysely';
import { Database } from '../../platform/database/database.js';
import { blockedEitherWay } from '../graph/index.js';
import { channelTypes } from './channels/channel-types.js';
import './messaging.tables.js';

const UNREAD_CAP = 99;

/** What other modules may ask about channels. */
@Injectable()
export class ChannelDirectory {
  constructor(private readonly database: Database) {}

  /** Who is notified of a message: not its author, nobody who has read it or silenced the channel, and nobody across a block. */
  async messageRecipients(message: {
    channelId: ChannelId;
    channelType: ChannelType;
    authorId: UserId;
    ordinal: number;
  }): Promise<UserId[]> {
    if (!channelTypes[message.channelType].notifiesEveryMessage) return [];
    const { rows } = await sql<{ user_id: UserId }>`
      select cm.user_id
      from channel_members cm
      join read_states r on r.channel_id = cm.channel_id and r.user_id = cm.user_id
      where cm.channel_id = ${message.channelId}
        and cm.user_id <> ${message.authorId}
        and cm.notification_level = 'all'
        and r.read_ordinal < ${message.ordinal}
        and not ${blockedEitherWay(message.authorId, 'cm.user_id')}
    `.execute(this.database.read);
    return rows.map((row) => row.user_id);
  }

  /** In how many conversations something is unread, capped at 99. */
  async unreadConversations(userId: UserId): Promise<number> {
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
