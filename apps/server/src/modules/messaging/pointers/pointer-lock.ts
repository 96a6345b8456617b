import type { ChannelId, UserId } from '@plaza/contract';
import { type RawBuilder, sql } from 'kysely';

/** One change at a time to what a person has read and written in a channel: how much of it is unread depends on both. */
export function pointerLock(channelId: ChannelId, userId: UserId): RawBuilder<unknown> {
  return sql`pg_advisory_xact_lock(hashtextextended(${`pointer ${channelId} ${userId}`}, 0))`;
}
