import { Injectable } from '@nestjs/common';
import { type ChannelId, permissionNames, type UserId } from '@plaza/contract';
import type { SignedInViewer } from '../../../platform/http/viewer.js';
import { ProblemError } from '../../../platform/problems/problem-error.js';
import {
  bit,
  CommunityAccess,
  channelPermissions,
  DIRECT_PERMISSIONS,
  explain,
  holds,
  type Verdict,
} from '../../communities/index.js';
import { type ChannelRow, ChannelsQueries } from '../channels/channels.queries.js';
import { DirectRules } from '../channels/direct-rules.js';
import { peerOf, writeContextOf } from '../channels/send-context.js';
import { permissionsOn } from '../messaging.policy.js';
import { OverwritesQueries } from './overwrites.queries.js';

export interface ExplainedPermissions {
  permissions: bigint;
  verdicts: Verdict[];
}

/** Tells what somebody may do in a channel, and which rule decided each. */
@Injectable()
export class ChannelPermissionsService {
  constructor(
    private readonly channels: ChannelsQueries,
    private readonly overwrites: OverwritesQueries,
    private readonly access: CommunityAccess,
    private readonly rules: DirectRules,
  ) {}

  /** About others only who looks after roles there may ask. Errors: `not_found`, `forbidden`. */
  async explain(viewer: SignedInViewer, channelId: ChannelId, userId: UserId): Promise<ExplainedPermissions> {
    const channel = await this.channels.viewable(viewer, channelId);
    if (userId !== viewer.userId && !holds(channel.permissions, bit.manage_roles)) {
      throw new ProblemError('forbidden');
    }
    if (channel.community_id === null) return this.inDirect(viewer, channel);
    const [memberships, rules] = await Promise.all([
      this.access.membershipsIn(channel.community_id, [userId]),
      this.overwrites.ofChannel(channelId),
    ]);
    const membership = memberships.get(userId);
    if (!membership) throw new ProblemError('not_found');
    return { permissions: channelPermissions(membership, rules), verdicts: explain(membership, rules) };
  }

  private async inDirect(viewer: SignedInViewer, channel: ChannelRow): Promise<ExplainedPermissions> {
    const peerId = peerOf(channel, viewer.userId);
    const verdict = peerId && (await this.rules.verdict(viewer.userId, peerId));
    const permissions = permissionsOn(writeContextOf(channel, verdict));
    return {
      permissions,
      verdicts: permissionNames.map((permission) => ({
        permission,
        allowed: holds(permissions, bit[permission]),
        rule: holds(DIRECT_PERMISSIONS, bit[permission]) ? 'implied' : 'none',
      })),
    };
  }
}
