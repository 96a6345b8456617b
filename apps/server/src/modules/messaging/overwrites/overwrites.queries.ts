import { Injectable } from '@nestjs/common';
import type { ChannelId, CommunityId, Overwrite, RoleId, UserId } from '@plaza/contract';
import { Database } from '../../../platform/database/database.js';
import type { OverwriteRule } from '../../communities/index.js';
import '../messaging.tables.js';

/** Whom an overwrite is for. */
export type OverwriteTarget = { type: 'role'; id: RoleId } | { type: 'member'; id: UserId };

export type OverwriteRow = OverwriteRule & { channelId: ChannelId };

@Injectable()
export class OverwritesQueries {
  constructor(private readonly database: Database) {}

  async ofChannel(channelId: ChannelId): Promise<OverwriteRow[]> {
    const rows = await this.select().where('channel_id', '=', channelId).execute();
    return rows.map(toRule);
  }

  /** Those of all living channels of these communities. */
  async ofCommunities(communityIds: CommunityId[]): Promise<OverwriteRow[]> {
    if (communityIds.length === 0) return [];
    const rows = await this.select()
      .innerJoin('channels', 'channels.id', 'overwrites.channel_id')
      .where('channels.community_id', 'in', communityIds)
      .where('channels.deleted_at', 'is', null)
      .execute();
    return rows.map(toRule);
  }

  private select() {
    return this.database.read
      .selectFrom('overwrites')
      .select([
        'overwrites.channel_id',
        'overwrites.role_id',
        'overwrites.user_id',
        'overwrites.allow',
        'overwrites.deny',
      ]);
  }
}

interface Row {
  channel_id: ChannelId;
  role_id: RoleId | null;
  user_id: UserId | null;
  allow: bigint;
  deny: bigint;
}

function toRule({ channel_id, role_id, user_id, allow, deny }: Row): OverwriteRow {
  const common = { channelId: channel_id, allow, deny };
  if (role_id !== null) return { ...common, roleId: role_id };
  if (user_id !== null) return { ...common, userId: user_id };
  throw new Error(`An overwrite of the channel ${channel_id} is for nobody`);
}

export function targetOf(rule: OverwriteRule): OverwriteTarget {
  return 'roleId' in rule ? { type: 'role', id: rule.roleId } : { type: 'member', id: rule.userId };
}

export function overwriteView(rule: OverwriteRule): Overwrite {
  const { type, id } = targetOf(rule);
  return { targetType: type, targetId: id, allow: String(rule.allow), deny: String(rule.deny) };
}
