import type { ChannelId, CommunityId } from '@plaza/contract';
import { sql } from 'kysely';
import type { Tx } from '../../../platform/database/database.js';
import { communityLock } from '../../communities/index.js';

/**
 * Holds the rights in the community of a channel, as `lockCommunity` does; a direct channel has none and is not held. Gives
 * the community.
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
