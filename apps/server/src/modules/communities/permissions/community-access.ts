import { Injectable } from '@nestjs/common';
import type { CommunityId, RoleId, UserId } from '@plaza/contract';
import { sql } from 'kysely';
import { Clock } from '../../../platform/clock/clock.js';
import { Database } from '../../../platform/database/database.js';
import { prepared } from '../../../platform/database/statements.js';
import type { Viewer } from '../../../platform/http/viewer.js';
import { ProblemError } from '../../../platform/problems/problem-error.js';
import type { Membership, RankedRole } from './permissions.js';
import { type MembershipColumns, mayKnow, membershipIn } from './permissions.sql.js';
import '../communities.tables.js';

interface MembershipRow extends MembershipColumns {
  user_id: UserId | null;
  is_known: boolean;
  is_public: boolean;
}

/** Loads memberships in a community: what every rule about members, roles and channels starts from. */
@Injectable()
export class CommunityAccess {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** The viewer's membership in a community they may know of. Errors: `not_found`. */
  async membership(viewer: Viewer, communityId: CommunityId): Promise<Membership> {
    const [known] = await this.load(communityId, [viewer.userId]);
    if (!known?.isKnown) throw new ProblemError('not_found');
    return known.membership;
  }

  /** The memberships of the viewer and of another person. Errors: `not_found` when the viewer may not know of the community. */
  async membershipsOfTwo(
    viewerId: UserId,
    communityId: CommunityId,
    otherId: UserId,
  ): Promise<{ own: Membership; other: Membership }> {
    const loaded = await this.load(communityId, [viewerId, otherId]);
    const own = loaded.find(({ membership }) => membership.userId === viewerId);
    const other = loaded.find(({ membership }) => membership.userId === otherId);
    if (!own?.isKnown || !other) throw new ProblemError('not_found');
    return { own: own.membership, other: other.membership };
  }

  /** The memberships of many people, whether or not they may know of the community; empty when it is deleted. */
  async membershipsIn(communityId: CommunityId, userIds: UserId[]): Promise<Map<UserId, Membership>> {
    const loaded = await this.load(communityId, userIds);
    return new Map(
      loaded.flatMap(({ membership }) =>
        membership.userId === null ? [] : [[membership.userId, membership] as const],
      ),
    );
  }

  /** Whether the community is there: made and not deleted. */
  async isLiving(communityId: CommunityId): Promise<boolean> {
    const row = await this.database.read
      .selectFrom('communities')
      .select('id')
      .where('id', '=', communityId)
      .where('deleted_at', 'is', null)
      .executeTakeFirst();
    return row !== undefined;
  }

  /** The memberships of these people in every living community they belong to. */
  async membershipsOf(userIds: UserId[]): Promise<{ communityId: CommunityId; membership: Membership }[]> {
    const { rows } = await sql<MembershipRow & { community_id: CommunityId }>`
      ${prepared}
      select
        u.id as user_id,
        c.id as community_id,
        c.visibility = 'public' as is_public,
        true as is_known,
        s.*
      from unnest(${[...new Set(userIds)]}::uuid[]) as u (id)
      join members m on m.user_id = u.id
      join communities c on c.id = m.community_id and c.deleted_at is null
      cross join lateral (${membershipIn('c', sql`u.id`, this.clock.now())}) as s
    `.execute(this.database.read);
    const roles = await this.roles([...new Set(rows.map((row) => row.community_id))]);
    return rows.map((row) => ({ communityId: row.community_id, membership: toMembership(row, roles) }));
  }

  /** The position of a role of the community; undefined when it has no such role. */
  async positionOf(communityId: CommunityId, roleId: RoleId): Promise<number | undefined> {
    return (await this.roles([communityId])).get(roleId)?.position;
  }

  private async load(
    communityId: CommunityId,
    userIds: (UserId | null)[],
  ): Promise<{ membership: Membership; isKnown: boolean }[]> {
    const [rows, roles] = await Promise.all([this.rows(communityId, userIds), this.roles([communityId])]);
    return rows.map((row) => ({ membership: toMembership(row, roles), isKnown: row.is_known }));
  }

  private async rows(communityId: CommunityId, userIds: (UserId | null)[]): Promise<MembershipRow[]> {
    const { rows } = await sql<MembershipRow>`
      ${prepared}
      select
        u.id as user_id,
        c.visibility = 'public' as is_public,
        ${mayKnow('c', 's')} as is_known,
        s.*
      from communities c
      cross join unnest(${[...new Set(userIds)]}::uuid[]) as u (id)
      cross join lateral (${membershipIn('c', sql`u.id`, this.clock.now())}) as s
      where c.id = ${communityId} and c.deleted_at is null
    `.execute(this.database.read);
    return rows;
  }

  private async roles(communityIds: CommunityId[]): Promise<Map<RoleId, RankedRole>> {
    if (communityIds.length === 0) return new Map();
    const rows = await this.database.read
      .selectFrom('roles')
      .select(['id', 'position', 'permissions'])
      .where('community_id', 'in', communityIds)
      .execute();
    return new Map(rows.map((row) => [row.id, row]));
  }
}

function toMembership(row: MembershipRow, roles: Map<RoleId, RankedRole>): Membership {
  const common = {
    userId: row.user_id,
    everyone: { id: row.everyone_id, position: 0, permissions: row.everyone_permissions },
  };
  if (row.is_member) {
    return {
      ...common,
      kind: row.is_owner ? 'owner' : 'member',
      roles: row.role_ids.flatMap((id) => roles.get(id) ?? []),
      isTimedOut: row.is_timed_out,
    };
  }
  return row.is_banned
    ? { ...common, kind: 'banned' }
    : { ...common, kind: 'nonMember', seesInside: row.is_public };
}
