import { Injectable } from '@nestjs/common';
import {
  type ChannelId,
  type ChannelType,
  type CommunityChannelType,
  type CommunityId,
  limits,
  type UserId,
} from '@plaza/contract';
import { sql } from 'kysely';
import { Clock } from '../../../platform/clock/clock.js';
import type { Tx } from '../../../platform/database/database.js';
import { Ids } from '../../../platform/ids/ids.js';
import { ProblemError } from '../../../platform/problems/problem-error.js';
import { communityLock } from '../../communities/index.js';
import '../messaging.tables.js';

/** A new channel of a community. */
export interface ChannelDraft {
  type: CommunityChannelType;
  name: string;
  topic: string;
  slowModeSeconds: number;
}

/** What changes; what is left out stays. */
export interface ChannelTextChanges {
  name?: string | undefined;
  topic?: string | undefined;
  slowModeSeconds?: number | undefined;
}

export interface TypedChannel {
  id: ChannelId;
  type: ChannelType;
}

/** Writes channels; the order of those in a community under its exclusive lock. */
@Injectable()
export class ChannelsRepository {
  constructor(
    private readonly ids: Ids,
    private readonly clock: Clock,
  ) {}

  /** Behind all others of the community. Errors: `limit_reached`. */
  async insert(tx: Tx, communityId: CommunityId, draft: ChannelDraft): Promise<TypedChannel> {
    const { count, next } = await this.order(tx, communityId);
    if (count >= limits.channelsPerCommunity) throw new ProblemError('limit_reached');
    return tx
      .insertInto('channels')
      .values({
        id: this.ids.next<ChannelId>(),
        type: draft.type,
        community_id: communityId,
        name: draft.name,
        topic: draft.topic,
        slow_mode_seconds: draft.slowModeSeconds,
        position: next,
        created_at: this.clock.now(),
      })
      .returning(['id', 'type'])
      .executeTakeFirstOrThrow();
  }

  async count(tx: Tx, communityId: CommunityId): Promise<number> {
    return (await this.order(tx, communityId)).count;
  }

  /** The one channel of a pair, made with both as its members when it is not there yet. */
  async putDirect(tx: Tx, oneId: UserId, otherId: UserId): Promise<ChannelId> {
    const [lower, higher] = oneId < otherId ? [oneId, otherId] : [otherId, oneId];
    await sql`
      with channel as (
        insert into channels (id, type, lower_user_id, higher_user_id, created_at)
        values (${this.ids.next<ChannelId>()}, 'direct', ${lower}, ${higher}, ${this.clock.now()})
        on conflict (lower_user_id, higher_user_id) do nothing
        returning id, lower_user_id, higher_user_id, created_at
      ), joined as (
        insert into channel_members (channel_id, user_id, joined_at)
        select channel.id, pair.user_id, channel.created_at
        from channel
        cross join lateral (values (channel.lower_user_id), (channel.higher_user_id)) as pair (user_id)
        returning channel_id, user_id
      )
      insert into read_states (channel_id, user_id)
      select channel_id, user_id from joined
    `.execute(tx);
    const { id } = await tx
      .selectFrom('channels')
      .select('id')
      .where('lower_user_id', '=', lower)
      .where('higher_user_id', '=', higher)
      .executeTakeFirstOrThrow();
    return id;
  }

  /** Puts a channel into a member's list of conversations; gives whether it was not there before. */
  async listFor(tx: Tx, channelId: ChannelId, userId: UserId): Promise<boolean> {
    const { numUpdatedRows } = await tx
      .updateTable('channel_members')
      .set({ latest_at: this.clock.now() })
      .where('channel_id', '=', channelId)
      .where('user_id', '=', userId)
      .where('latest_at', 'is', null)
      .executeTakeFirst();
    return numUpdatedRows === 1n;
  }

  /** Gives whether anything differs from before. */
  async change(tx: Tx, channelId: ChannelId, changes: ChannelTextChanges): Promise<boolean> {
    const { rows } = await sql`
      update channels
      set
        name = coalesce(${changes.name ?? null}, name),
        topic = coalesce(${changes.topic ?? null}, topic),
        slow_mode_seconds = coalesce(${changes.slowModeSeconds ?? null}, slow_mode_seconds)
      where id = ${channelId}
        and (name, topic, slow_mode_seconds) is distinct from (
          coalesce(${changes.name ?? null}, name),
          coalesce(${changes.topic ?? null}, topic),
          coalesce(${changes.slowModeSeconds ?? null}, slow_mode_seconds)
        )
      returning id
    `.execute(tx);
    return rows.length > 0;
  }

  /** Gives all channels whose position changed; one beyond the last means the last. */
  async move(
    tx: Tx,
    communityId: CommunityId,
    channelId: ChannelId,
    position: number,
  ): Promise<TypedChannel[]> {
    const { rows } = await sql<TypedChannel>`
      with others as (
        select id, row_number() over (order by position, id) - 1 as index
        from channels
        where community_id = ${communityId} and deleted_at is null and id <> ${channelId}
      ), placed as (
        select id, index + (index >= ${position})::int as position from others
        union all
        select ${channelId}::uuid, least(${position}, (select count(*) from others))
      )
      update channels
      set position = placed.position
      from placed
      where channels.id = placed.id and channels.position <> placed.position
      returning channels.id, channels.type
    `.execute(tx);
    return rows;
  }

  async delete(tx: Tx, channelId: ChannelId): Promise<void> {
    await tx
      .updateTable('channels')
      .set({ deleted_at: this.clock.now() })
      .where('id', '=', channelId)
      .execute();
  }

  private async order(tx: Tx, communityId: CommunityId): Promise<{ count: number; next: number }> {
    const { rows } = await sql<{ count: number; next: number }>`
      select count(*)::int as count, coalesce(max(position) + 1, 0)::int as next
      from channels
      where community_id = ${communityId} and deleted_at is null
    `.execute(tx);
    return rows[0] ?? { count: 0, next: 0 };
  }
}

/**
 * Locks the permissions in the community of a channel, as `lockCommunity` does; nothing where the channel has none. Gives the
 * community.
 */
export async function lockCommunityOf(
  tx: Tx,
  channelId: ChannelId,
  mode: 'shared' | 'exclusive',
): Promise<CommunityId | null> {
  const { rows } = await sql<{ community_id: CommunityId | null }>`
    select
      ch.community_id,
      case when ch.community_id is not null then ${communityLock(sql`ch.community_id`, mode)} end
    from channels ch
    where ch.id = ${channelId}
  `.execute(tx);
  return rows[0]?.community_id ?? null;
}
