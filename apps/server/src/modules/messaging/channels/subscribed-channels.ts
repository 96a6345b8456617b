import { Injectable } from '@nestjs/common';
import type { ChannelId, CommunityId, UserId } from '@plaza/contract';
import {
  bit,
  CommunityAccess,
  channelPermissions,
  DIRECT_PERMISSIONS,
  holds,
  type Membership,
} from '../../communities/index.js';
import { type OverwriteRow, OverwritesQueries } from '../overwrites/overwrites.queries.js';
import { permissionCacheKey } from './permission-cache-key.js';
import { TopicsQueries } from './topics.queries.js';

export interface SubscribedChannel {
  channelId: ChannelId;
  permissions: bigint;
}

interface HeardInCommunity extends SubscribedChannel {
  lastMessageAt: Date | null;
}

/**
 * Which channels people hear of. A change in a big community asks this for thousands at once, so rights are decided once for
 * all who stand alike, by the pure function, and not by SQL for each person and channel.
 */
@Injectable()
export class SubscribedChannels {
  constructor(
    private readonly access: CommunityAccess,
    private readonly queries: TopicsQueries,
    private readonly overwrites: OverwritesQueries,
  ) {}

  /** For each person their latest direct channels and those of their communities they may view, at most `limit` in all. */
  async of(userIds: UserId[], limit: number): Promise<Map<UserId, SubscribedChannel[]>> {
    const [conversations, memberships] = await Promise.all([
      this.queries.conversationsOf(userIds),
      this.access.membershipsOf(userIds),
    ]);
    const inCommunity = await this.deciderFor([
      ...new Set(memberships.map(({ communityId }) => communityId)),
    ]);
    const direct = Map.groupBy(conversations, (row) => row.user_id);
    const ofUser = Map.groupBy(memberships, ({ membership }) => membership.userId);
    return new Map(
      userIds.map((userId) => {
        const own = (direct.get(userId) ?? []).map(
          (row): SubscribedChannel => ({ channelId: row.channel_id, permissions: DIRECT_PERMISSIONS }),
        );
        const others = (ofUser.get(userId) ?? []).map(({ communityId, membership }) =>
          inCommunity(communityId, membership),
        );
        return [userId, [...own, ...latest(others, limit - own.length)]];
      }),
    );
  }

  private async deciderFor(
    communityIds: CommunityId[],
  ): Promise<(communityId: CommunityId, membership: Membership) => HeardInCommunity[]> {
    const [channels, rules] = await Promise.all([
      this.queries.channelsIn(communityIds),
      this.overwrites.ofCommunities(communityIds),
    ]);
    const channelsOf = Map.groupBy(channels, (channel) => channel.community_id);
    const rulesOf = Map.groupBy(rules, (rule) => rule.channelId);
    const rulesIn = new Map<CommunityId, OverwriteRow[]>(
      communityIds.map((id) => [
        id,
        (channelsOf.get(id) ?? []).flatMap((channel) => rulesOf.get(channel.id) ?? []),
      ]),
    );
    const decided = new Map<string, HeardInCommunity[]>();
    return (communityId, membership) => {
      const key = `${communityId} ${permissionCacheKey(membership, rulesIn.get(communityId) ?? [])}`;
      const heard =
        decided.get(key) ??
        (channelsOf.get(communityId) ?? [])
          .map((channel) => ({
            channelId: channel.id,
            permissions: channelPermissions(membership, rulesOf.get(channel.id) ?? []),
            lastMessageAt: channel.last_message_at,
          }))
          .filter(({ permissions }) => holds(permissions, bit.view_channel));
      decided.set(key, heard);
      return heard;
    };
  }
}

/** Most people hear of fewer than `limit`; of the others the quietest channels are left out. */
function latest(lists: HeardInCommunity[][], limit: number): HeardInCommunity[] {
  const all = lists.flat();
  if (all.length <= limit) return all;
  const time = ({ lastMessageAt }: HeardInCommunity) => lastMessageAt?.getTime() ?? 0;
  return all.toSorted((a, b) => time(b) - time(a)).slice(0, limit);
}
