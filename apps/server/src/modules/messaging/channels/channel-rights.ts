import { Injectable } from '@nestjs/common';
import type { ChannelId, CommunityId, UserId } from '@plaza/contract';
import type { PersonalFrame } from '../../../platform/realtime/effects.js';
import { bit, CommunityAccess, channelPermissions, holds, type Membership } from '../../communities/index.js';
import { type OverwriteRow, OverwritesQueries } from '../overwrites/overwrites.queries.js';
import { ChannelsQueries } from './channels.queries.js';
import { changedChannel } from './channels.views.js';
import { permissionCacheKey } from './permission-cache-key.js';

/** Tells many people of one community what its channels are to them now: one frame for all with the same rights. */
@Injectable()
export class ChannelRights {
  constructor(
    private readonly channels: ChannelsQueries,
    private readonly access: CommunityAccess,
    private readonly overwrites: OverwritesQueries,
  ) {}

  /** `channel.updated` for everyone among these who may view a channel; of all channels, or of one. */
  async frames(communityId: CommunityId, users: UserId[], channelId?: ChannelId): Promise<PersonalFrame[]> {
    if (users.length === 0) return [];
    const [channels, memberships, rules] = await Promise.all([
      this.channels.factsOf(communityId, channelId),
      this.access.membershipsIn(communityId, users),
      channelId ? this.overwrites.ofChannel(channelId) : this.overwrites.ofCommunities([communityId]),
    ]);
    return channels.flatMap((channel) => {
      const own = rules.filter((rule) => rule.channelId === channel.id);
      return [...byPermissions([...memberships.values()], own)].map(
        ([permissions, holders]): PersonalFrame => ({
          event: 'channel.updated',
          payload: changedChannel(channel, { type: 'text', permissions }, null),
          users: holders,
        }),
      );
    });
  }
}

/** Those who may view the channel, by what they may do there. Who stands alike is decided once. */
function byPermissions(memberships: Membership[], rules: OverwriteRow[]): Map<bigint, UserId[]> {
  const decided = new Map<string, bigint>();
  const holders = new Map<bigint, UserId[]>();
  for (const membership of memberships) {
    const key = permissionCacheKey(membership, rules);
    const permissions = decided.get(key) ?? channelPermissions(membership, rules);
    decided.set(key, permissions);
    if (membership.userId === null || !holds(permissions, bit.view_channel)) continue;
    const alike = holders.get(permissions) ?? [];
    alike.push(membership.userId);
    holders.set(permissions, alike);
  }
  return holders;
}
