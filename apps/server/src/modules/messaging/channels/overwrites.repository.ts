import { Injectable } from '@nestjs/common';
import type { ChannelId, CommunityId, Overwrite, RoleId, UserId } from '@plaza/contract';
import { sql } from 'kysely';
import { Database, type Tx } from '../../../platform/database/database.js';
import type { OverwriteRule } from '../../communities/index.js';
import '../messaging.tables.js';

/** Whom an overwrite is for. */
export type OverwriteTarget = { type: 'role'; id: RoleId } | { type: 'member'; id: UserId };

/** An overwrite and the channel that it belongs to; it applies to those that inherit from that one as well. */
export type OverwriteRow = OverwriteRule & { channelId: ChannelId };

/** Overwrites of channels; a channel that inherits has none of its own. */
@Injectable()
export class OverwritesRepository {
  constructor(private readonly database: Database) {}

  /** Those that apply in a channel: its own, or those it inherits. */
  async applyingIn(channelId: ChannelId): Promise<OverwriteRow[]> {
    const { rows } = await sql<Row>`
      select applied.channel_id, applied.role_id, applied.user_id, applied.allow, applied.deny
      from channels ch
      join overwrites applied on applied.channel_id = coalesce(ch.overwrites_from, ch.id)
      where ch.id = ${channelId}
    `.execute(this.database.read);
    return rows.map(toRule);
  }

  /** Those that apply in any living channel of these communities. */
  async applyingInCommunities(communityIds: CommunityId[]): Promise<OverwriteRow[]> {
    if (communityIds.length === 0) return [];
    const { rows } = await sql<Row>`
      select applied.channel_id, applied.role_id, applied.user_id, applied.allow, applied.deny
      from overwrites applied
      where applied.channel_id in (
        select coalesce(ch.overwrites_from, ch.id)
        from channels ch
        where ch.community_id = any(${communityIds}::uuid[]) and ch.deleted_at is null
      )
    `.execute(this.database.read);
    return rows.map(toRule);
  }

  async put(tx: Tx, rule: OverwriteRow): Promise<void> {
    const { type, id } = targetOf(rule);
    await sql`
      insert into overwrites (channel_id, target_type, role_id, user_id, allow, deny)
      values (
        ${rule.channelId}, ${type}, ${type === 'role' ? id : null}, ${type === 'member' ? id : null},
        ${rule.allow}, ${rule.deny}
      )
      on conflict (channel_id, role_id, user_id) do update
      set allow = excluded.allow, deny = excluded.deny
    `.execute(tx);
  }

  async delete(tx: Tx, channelId: ChannelId, target: OverwriteTarget): Promise<void> {
    const rows = tx.deleteFrom('overwrites').where('channel_id', '=', channelId);
    await (target.type === 'role'
      ? rows.where('role_id', '=', target.id)
      : rows.where('user_id', '=', target.id)
    ).execute();
  }

  /** Gives a channel that inherits the same overwrites as its own; what inherited through it, inherits from it. */
  async stopInheriting(tx: Tx, channelId: ChannelId): Promise<void> {
    await sql`
      insert into overwrites (channel_id, target_type, role_id, user_id, allow, deny)
      select ch.id, applied.target_type, applied.role_id, applied.user_id, applied.allow, applied.deny
      from channels ch
      join overwrites applied on applied.channel_id = ch.overwrites_from
      where ch.id = ${channelId}
    `.execute(tx);
    await sql`
      update channels
      set overwrites_from = case when id <> ${channelId} then ${channelId}::uuid end
      where id = ${channelId} or (parent_id = ${channelId} and overwrites_from is not null)
    `.execute(tx);
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
