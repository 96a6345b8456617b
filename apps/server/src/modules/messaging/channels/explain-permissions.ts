import { Injectable } from '@nestjs/common';
import { type ChannelId, permissionNames, type UserId } from '@plaza/contract';
import type { SignedInViewer } from '../../../platform/http/viewer.js';
import { ProblemError } from '../../../platform/problems/problem-error.js';
import {
  bit,
  CommunityAccess,
  channelPermissions,
  explain,
  holds,
  type Verdict,
} from '../../communities/index.js';
import { permissionsIn } from '../messaging.policy.js';
import { governingCommunity } from './channel-types.js';
import { type ChannelRow, ChannelsQueries } from './channels.queries.js';
import { DirectChannelsService } from './direct-channels.service.js';
import { OverwritesRepository } from './overwrites.repository.js';

export interface ExplainedPermissions {
  permissions: bigint;
  verdicts: Verdict[];
}

/** What somebody may do in a channel, and which rule decided each. */
@Injectable()
export class ExplainPermissions {
  constructor(
    private readonly channels: ChannelsQueries,
    private readonly directChannels: DirectChannelsService,
    private readonly overwrites: OverwritesRepository,
    private readonly access: CommunityAccess,
  ) {}

  /** Explaining others takes the permission to manage roles there. Errors: `not_found`, `forbidden`. */
  async explain(viewer: SignedInViewer, channelId: ChannelId, userId: UserId): Promise<ExplainedPermissions> {
    const channel = await this.channels.viewable(viewer, channelId);
    if (userId !== viewer.userId && !holds(channel.permissions, bit.manage_roles)) {
      throw new ProblemError('forbidden');
    }
    const communityId = governingCommunity(channel);
    if (communityId === null) return this.withoutRoles(viewer, channel);
    const [memberships, rules] = await Promise.all([
      this.access.membershipsIn(communityId, [userId]),
      this.overwrites.applyingIn(channelId),
    ]);
    const membership = memberships.get(userId);
    if (!membership) throw new ProblemError('not_found');
    return { permissions: channelPermissions(membership, rules), verdicts: explain(membership, rules) };
  }

  private async withoutRoles(viewer: SignedInViewer, channel: ChannelRow): Promise<ExplainedPermissions> {
    const closedBy = await this.directChannels.denialIn(channel, viewer.userId);
    const permissions = permissionsIn({ permissions: channel.permissions, closedBy });
    return {
      permissions,
      verdicts: permissionNames.map((permission) => ({
        permission,
        allowed: holds(permissions, bit[permission]),
        rule: holds(channel.permissions, bit[permission]) ? 'implied' : 'none',
      })),
    };
  }
}
