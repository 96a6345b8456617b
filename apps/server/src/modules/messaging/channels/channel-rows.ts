import { Injectable } from '@nestjs/common';
import { type ChannelId, type CommunityId, limits, type UserId } from '@plaza/contract';
import { sql } from 'kysely';
import { Clock } from '../../../platform/clock/clock.js';
import type { Tx } from '../../../platform/database/database.js';
import { Ids } from '../../../platform/ids/ids.js';
import { ProblemError } from '../../../platform/problems/problem-error.js';
import '../messaging.tables.js';

export interface TextChannelDraft {
  name: string;
  topic: string;
  slowModeSeconds: number;
}

/** What is written down of a text channel; what is left out stays. */
export interface ChannelFacts {
  name?: string | undefined;
  topic?: string | undefined;
  slowModeSeconds?: number | undefined;
}

/** Writes channels; those of a community in an order that its lock holds. */
@Injectable()
export class ChannelRows {
  constructor(
    private readonly ids: Ids,
    private readonly clock: Clock,
  ) {}

  /** Behind all others of the community. Errors: `limit_reached`. */
  async insertText(tx: Tx, communityId: CommunityId, draft: TextChannelDraft): Promise<ChannelId> {
    const { count, next } = await this.order(tx, communityId);
    if (count >= limits.channelsPerCommunity) throw new ProblemError('limit_reached');
    const { id } = await tx
      .insertInto('channels')
      .values({
        id: this.ids.next<ChannelId>(),
        type: 'text',
        community_id: communityId,
        name: draft.name,
        topic: draft.topic,
        slow_mode_seconds: draft.slowModeSeconds,
        position: next,
        created_at: this.clock.now(),
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    return id;
  }

  async count(tx: Tx, communityId: CommunityId): Promise<number> {
    return (await this.order(tx, communityId)).count;
  }

  /** The one channel of a pair, made when it is not there yet. */
  async putDirect(tx: Tx, oneId: UserId, otherId: UserId): Promise<ChannelId> {
    const [lower, higher] = oneId < otherId ? [oneId, otherId] : [otherId, oneId];
    await tx
      .insertInto('channels')
      .values({
        id: this.ids.next<ChannelId>(),
        type: 'direct',
        lower_user_id: lower,
        higher_user_id: higher,
        created_at: this.clock.now(),
      })
      .onConflict((conflict) => conflict.columns(['lower_user_id', 'higher_user_id']).doNothing())
      .execute();
    const { id } = await tx
      .selectFrom('channels')
      .select('id')
      .where('lower_user_id', '=', lower)
      .where('higher_user_id', '=', higher)
      .executeTakeFirstOrThrow();
    return id;
  }

  /** Puts a direct channel into the list of one of its two people; gives whether it was not there before. */
  async listFor(tx: Tx, channelId: ChannelId, userId: UserId): Promise<boolean> {
    const { numInsertedOrUpdatedRows } = await tx
      .insertInto('channel_members')
      .values({ channel_id: channelId, user_id: userId, latest_at: this.clock.now() })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst();
    return numInsertedOrUpdatedRows === 1n;
  }

  /** Gives whether anything differs from before. */
  async change(tx: Tx, channelId: ChannelId, changes: ChannelFacts): Promise<boolean> {
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

  /** Gives all channels whose place changed; a position beyond the last means the last. */
  async move(tx: Tx, communityId: CommunityId, channelId: ChannelId, position: number): Promise<ChannelId[]> {
    const { rows } = await sql<{ id: ChannelId }>`
      with others as (
        select id, row_number() over (order by position, id) - 1 as place
        from channels
        where community_id = ${communityId} and deleted_at is null and id <> ${channelId}
      ), placed as (
        select id, place + (place >= ${position})::int as position from others
        union all
        select ${channelId}::uuid, least(${position}, (select count(*) from others))
      )
      update channels
      set position = placed.position
      from placed
      where channels.id = placed.id and channels.position <> placed.position
      returning channels.id
    `.execute(tx);
    return rows.map(({ id }) => id);
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
