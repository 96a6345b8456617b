import { Injectable } from '@nestjs/common';
import type { ChannelId, CommunityId, UserId } from '@plaza/contract';
import { sql } from 'kysely';
import { Database } from '../../../platform/database/database.js';
import { prepared } from '../../../platform/database/statements.js';
import type { PersonalFrame } from '../../../platform/realtime/effects.js';
import {
  bit,
  CommunityAccess,
  channelPermissions,
  DIRECT_PERMISSIONS,
  holds,
  type Membership,
  type OverwriteRule,
} from '../../communities/index.js';
import '../messaging.tables.js';
import { ChannelsQueries } from './channels.queries.js';
import { permissionsView } from './channels.views.js';
import { type OverwriteRow, OverwritesRepository } from './overwrites.repository.js';

/** So many conversations a person is subscribed to, the latest first. */
export const CONVERSATIONS_SUBSCRIBED = 500;

export interface SubscribedChannel {
  channelId: ChannelId;
  permissions: bigint;
}

interface CommunityChannel {
  id: ChannelId;
  community_id: CommunityId;
  overwrites_from: ChannelId | null;
  last_message_at: Date | null;
}

interface ViewableChannel extends SubscribedChannel {
  lastMessageAt: Date | null;
}

/**
 * Which channels people are subscribed to, and what they may do there. A change in a big community asks this for thousands at
 * once, so permissions are decided once for all whom its rules cannot tell apart, by the pure function, and not by SQL for
 * each person and channel.
 */
@Injectable()
export class ChannelSubscriptions {
  constructor(
    private readonly database: Database,
    private readonly access: CommunityAccess,
    private readonly channels: ChannelsQueries,
    private readonly overwrites: OverwritesRepository,
  ) {}

  /** For each person their latest conversations and those channels of their communities they may view, at most `limit` in all. */
  async of(userIds: UserId[], limit: number): Promise<Map<UserId, SubscribedChannel[]>> {
    const [conversations, memberships] = await Promise.all([
      this.conversationsOf(userIds),
      this.access.membershipsOf(userIds),
    ]);
    const viewable = await this.viewableIn([...new Set(memberships.map(({ communityId }) => communityId))]);
    const conversationsOf = Map.groupBy(conversations, (row) => row.user_id);
    const membershipsOf = Map.groupBy(memberships, ({ membership }) => membership.userId);
    return new Map(
      userIds.map((userId) => {
        const own = (conversationsOf.get(userId) ?? []).map(
          (row): SubscribedChannel => ({ channelId: row.channel_id, permissions: DIRECT_PERMISSIONS }),
        );
        const others = (membershipsOf.get(userId) ?? []).map(({ communityId, membership }) =>
          viewable(communityId, membership),
        );
        return [userId, [...own, ...latest(others, limit - own.length)]];
      }),
    );
  }

  /** The conversations that each person is subscribed to, the latest first. */
  async conversationsOf(userIds: UserId[]): Promise<{ user_id: UserId; channel_id: ChannelId }[]> {
    const { rows } = await sql<{ user_id: UserId; channel_id: ChannelId }>`
      ${prepared}
      select u.id as user_id, latest.channel_id
      from unnest(${userIds}::uuid[]) as u (id)
      cross join lateral (
        select own.channel_id
        from channel_members own
        where own.user_id = u.id and own.latest_at is not null
        order by own.latest_at desc, own.channel_id desc
        limit ${CONVERSATIONS_SUBSCRIBED}
      ) as latest
    `.execute(this.database.read);
    return rows;
  }

  /**
   * `channel.permissions` for everyone among these who may view a channel of the community, one frame for all with the same
   * permissions; for all its channels, or those to which the overwrites of one apply.
   */
  async permissionFrames(
    communityId: CommunityId,
    userIds: UserId[],
    overwritesOf?: ChannelId,
  ): Promise<PersonalFrame[]> {
    if (userIds.length === 0) return [];
    const [channels, memberships, rules] = await Promise.all([
      this.channels.factsIn(communityId, overwritesOf),
      this.access.membershipsIn(communityId, userIds),
      this.overwrites.applyingInCommunities([communityId]),
    ]);
    const alike = Map.groupBy(memberships.values(), (membership) => permissionCacheKey(membership, rules));
    const rulesOf = Map.groupBy(rules, (rule) => rule.channelId);
    return channels.flatMap((channel) => {
      const applying = rulesOf.get(channel.overwrites_from ?? channel.id) ?? [];
      const decided = [...alike.values()].flatMap(([first, ...others]) => {
        const permissions = first ? channelPermissions(first, applying) : 0n;
        if (!first || !holds(permissions, bit.view_channel)) return [];
        return [{ permissions, userIds: [first, ...others].flatMap(({ userId }) => userId ?? []) }];
      });
      const byPermissions = Map.groupBy(decided, ({ permissions }) => permissions);
      return [...byPermissions].map(
        ([permissions, holders]): PersonalFrame => ({
          event: 'channel.permissions',
          payload: permissionsView(channel, { permissions, closedBy: null }),
          users: holders.flatMap((holder) => holder.userIds),
        }),
      );
    });
  }

  /** Gives for a membership in one of these communities the channels that it lets a person view. */
  private async viewableIn(
    communityIds: CommunityId[],
  ): Promise<(communityId: CommunityId, membership: Membership) => ViewableChannel[]> {
    const [channels, rules] = await Promise.all([
      this.channelsIn(communityIds),
      this.overwrites.applyingInCommunities(communityIds),
    ]);
    const channelsOf = Map.groupBy(channels, (channel) => channel.community_id);
    const rulesOf = Map.groupBy(rules, (rule) => rule.channelId);
    const applyingIn = (channel: CommunityChannel) =>
      rulesOf.get(channel.overwrites_from ?? channel.id) ?? [];
    const rulesIn = new Map<CommunityId, OverwriteRow[]>(
      communityIds.map((id) => [id, (channelsOf.get(id) ?? []).flatMap(applyingIn)]),
    );
    const decided = new Map<string, ViewableChannel[]>();
    return (communityId, membership) => {
      const key = `${communityId} ${permissionCacheKey(membership, rulesIn.get(communityId) ?? [])}`;
      const viewable =
        decided.get(key) ??
        (channelsOf.get(communityId) ?? [])
          .map((channel) => ({
            channelId: channel.id,
            permissions: channelPermissions(membership, applyingIn(channel)),
            lastMessageAt: channel.last_message_at,
          }))
          .filter(({ permissions }) => holds(permissions, bit.view_channel));
      decided.set(key, viewable);
      return viewable;
    };
  }

  /** The living channels of these communities, those with the latest message first. */
  private async channelsIn(communityIds: CommunityId[]): Promise<CommunityChannel[]> {
    if (communityIds.length === 0) return [];
    const { rows } = await sql<CommunityChannel>`
      select ch.id, ch.community_id, ch.overwrites_from, ch.last_message_at
      from channels ch
      where ch.community_id = any(${communityIds}::uuid[]) and ch.deleted_at is null
      order by ch.last_message_at desc nulls last, ch.id
    `.execute(this.database.read);
    return rows;
  }
}

/** Equal for people of one community whom these rules cannot tell apart: what they may do is decided once for all of them. */
function permissionCacheKey(membership: Membership, rules: OverwriteRule[]): string {
  const isNamed = rules.some((rule) => 'userId' in rule && rule.userId === membership.userId);
  if (!('roles' in membership)) return membership.kind;
  const roles = membership.roles.map((role) => role.id).toSorted();
  return [membership.kind, membership.isTimedOut, isNamed ? membership.userId : '', ...roles].join(' ');
}

/** Most people have fewer than `limit`; of the others the quietest channels are left out. */
function latest(lists: ViewableChannel[][], limit: number): ViewableChannel[] {
  const all = lists.flat();
  if (all.length <= limit) return all;
  const time = ({ lastMessageAt }: ViewableChannel) => lastMessageAt?.getTime() ?? 0;
  return all.toSorted((a, b) => time(b) - time(a)).slice(0, limit);
}
