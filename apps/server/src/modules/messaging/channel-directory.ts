import { Injectable } from '@nestjs/common';
import type { ChannelId, UserId } from '@plaza/contract';
import { sql } from 'kysely';
import { Database } from '../../platform/database/database.js';
import { blockedEitherWay } from '../graph/index.js';
import './messaging.tables.js';

const UNREAD_CAP = 99;

/** What other modules may ask about direct channels. */
@Injectable()
export class ChannelDirectory {
  constructor(private readonly database: Database) {}

  /** Who is to be told of a message in a direct channel; nobody when they have read it, or across a block. */
  async directRecipient(
    channelId: ChannelId,
    authorId: UserId,
    ordinal: number,
  ): Promise<UserId | undefined> {
    const { rows } = await sql<{ user_id: UserId }>`
      select p.user_id
      from channels ch
      join channel_members p on p.channel_id = ch.id and p.user_id <> ${authorId}
      where ch.id = ${channelId}
        and ch.type = 'direct'
        and p.read_ordinal < ${ordinal}
        and not ${blockedEitherWay(authorId, 'p.user_id')}
    `.execute(this.database.read);
    return rows[0]?.user_id;
  }

  /** In how many direct channels something is unread, capped at 99. */
  async unreadDirectChannels(userId: UserId): Promise<number> {
    const { rows } = await sql<{ count: number }>`
      select count(*)::int as count
      from (
        select
        from channel_members p
        join channels ch on ch.id = p.channel_id
        where p.user_id = ${userId}
          and p.latest_at is not null
          and ch.last_ordinal - p.read_ordinal - p.own_since_read > 0
        limit ${UNREAD_CAP}
      ) as unread
    `.execute(this.database.read);
    return rows[0]?.count ?? 0;
  }
}
