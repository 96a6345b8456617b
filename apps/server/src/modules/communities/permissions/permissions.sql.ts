import type { RoleId } from '@plaza/contract';
import { type RawBuilder, sql } from 'kysely';
import { ADMINISTRATOR, ALL_PERMISSIONS, bit, NEED_SEND_MESSAGES, READING } from './permissions.js';

/** The columns of `membershipIn`. */
export interface MembershipColumns {
  is_owner: boolean;
  is_member: boolean;
  is_banned: boolean;
  is_timed_out: boolean;
  /** Null for those who are not members. */
  joined_at: Date | null;
  everyone_id: RoleId;
  everyone_permissions: bigint;
  /** Roles held besides `@everyone`. */
  role_ids: RoleId[];
  /** What all their roles allow together. */
  role_permissions: bigint;
  /** By ownership or administrator: nothing below can take a permission away. */
  has_all: boolean;
  /** The permissions that the kind of membership leaves: all for a member, reading for a timed-out one or a non-member of a public community. */
  leaves: bigint;
}

/**
 * A row source with one person's membership in one community: the rules of a member's permissions in SQL, one row for a
 * community that the query has under the alias `community` (with `id`, `owner_id`, `visibility`). `userId` may be null: an anonymous viewer.
 */
export function membershipIn(community: string, userId: RawBuilder<unknown>, now: Date): RawBuilder<unknown> {
  const c = sql.ref(community);
  const all = sql.lit(String(ALL_PERMISSIONS));
  const reading = sql.lit(String(READING));
  return sql`
    select
      coalesce(${c}.owner_id = ${userId}, false) as is_owner,
      m.user_id is not null as is_member,
      b.user_id is not null as is_banned,
      t.user_id is not null as is_timed_out,
      m.joined_at,
      everyone.id as everyone_id,
      everyone.permissions as everyone_permissions,
      coalesce(held.role_ids, '{}') as role_ids,
      everyone.permissions | coalesce(held.permissions, 0) as role_permissions,
      m.user_id is not null and (
        ${c}.owner_id = m.user_id
        or (everyone.permissions | coalesce(held.permissions, 0)) & ${sql.lit(String(ADMINISTRATOR))}::bigint <> 0
      ) as has_all,
      case
        when b.user_id is not null then 0
        when m.user_id is null then case when ${c}.visibility = 'public' then ${reading}::bigint else 0 end
        when t.user_id is not null then ${reading}::bigint
        else ${all}::bigint
      end as leaves
    from roles everyone
    left join members m on m.community_id = everyone.community_id and m.user_id = ${userId}
    left join bans b
      on b.community_id = everyone.community_id
      and b.user_id = ${userId}
      and (b.expires_at is null or b.expires_at > ${now})
    left join timeouts t
      on t.community_id = everyone.community_id and t.user_id = m.user_id and t.until > ${now}
    left join lateral (
      select array_agg(r.id) as role_ids, bit_or(r.permissions) as permissions
      from member_roles mr
      join roles r on r.id = mr.role_id
      where mr.community_id = m.community_id and mr.user_id = m.user_id
    ) held on true
    where everyone.community_id = ${c}.id and everyone.position = 0
  `;
}

/** A row source with one person's membership in the community of this id; no row for one that is gone. */
export function membershipOf(
  communityId: RawBuilder<unknown>,
  userId: RawBuilder<unknown>,
  now: Date,
): RawBuilder<unknown> {
  return sql`
    select membership.*
    from communities community
    cross join lateral (${membershipIn('community', userId, now)}) as membership
    where community.id = ${communityId} and community.deleted_at is null
  `;
}

/** A row source with a person's memberships in all living communities: `community_id` and the columns of `membershipIn`. */
export function membershipsOf(userId: RawBuilder<unknown>, now: Date): RawBuilder<unknown> {
  return sql`
    select community.id as community_id, membership.*
    from members joined
    join communities community on community.id = joined.community_id and community.deleted_at is null
    cross join lateral (${membershipIn('community', userId, now)}) as membership
    where joined.user_id = ${userId}
  `;
}

/** What a membership (under the given alias) allows in the community itself. */
export function communityPermissions(membership: string): RawBuilder<bigint> {
  const s = sql.ref(membership);
  const all = sql.lit(String(ALL_PERMISSIONS));
  return sql<bigint>`case when ${s}.has_all then ${all}::bigint else ${s}.role_permissions & ${s}.leaves end`;
}

/** Whether a person with this membership may know that the community is there. */
export function mayKnow(community: string, membership: string): RawBuilder<boolean> {
  const [c, s] = [sql.ref(community), sql.ref(membership)];
  return sql<boolean>`(
    ${s}.is_member
    or ${c}.visibility = 'public'
    or (${c}.visibility = 'private' and not ${s}.is_banned)
  )`;
}

/**
 * What a person may do in a channel, the same as `channelPermissions` in TypeScript. `membership` is the alias of their row of
 * `membershipIn`, `overwrites` a row source with the channel's overwrites: `role_id`, `user_id`, `allow`, `deny`.
 */
export function permissionsInChannel(
  userId: RawBuilder<unknown>,
  { membership, overwrites }: { membership: string; overwrites: RawBuilder<unknown> },
): RawBuilder<bigint> {
  const s = sql.ref(membership);
  const set = (permissions: bigint) => sql`${sql.lit(String(permissions))}::bigint`;
  return sql<bigint>`(
    select case
      when ${s}.has_all then ${set(ALL_PERMISSIONS)}
      when decided.permissions & ${set(bit.view_channel)} = 0 then 0
      when decided.permissions & ${set(bit.send_messages)} = 0
        then decided.permissions & (~${set(NEED_SEND_MESSAGES)}) & ${s}.leaves
      else decided.permissions & ${s}.leaves
    end
    from (
      select
        (
          ((((${s}.role_permissions & (~everyone_deny)) | everyone_allow) & (~roles_deny)) | roles_allow)
          & (~member_deny)
        ) | member_allow as permissions
      from (
        select
          coalesce(bit_or(o.allow) filter (where o.role_id = ${s}.everyone_id), 0) as everyone_allow,
          coalesce(bit_or(o.deny) filter (where o.role_id = ${s}.everyone_id), 0) as everyone_deny,
          coalesce(bit_or(o.allow) filter (where o.role_id = any(${s}.role_ids)), 0) as roles_allow,
          coalesce(bit_or(o.deny) filter (where o.role_id = any(${s}.role_ids)), 0) as roles_deny,
          coalesce(bit_or(o.allow) filter (where o.user_id is not null), 0) as member_allow,
          coalesce(bit_or(o.deny) filter (where o.user_id is not null), 0) as member_deny
        from (${overwrites}) as o
        where o.role_id = ${s}.everyone_id
          or o.role_id = any(${s}.role_ids)
          or (o.user_id = ${userId} and ${s}.is_member)
      ) as overwritten
    ) as decided
  )`;
}
