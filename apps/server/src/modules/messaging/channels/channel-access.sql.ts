import { type RawBuilder, sql } from 'kysely';
import { ALL_PERMISSIONS, bit, DIRECT_PERMISSIONS, membershipIn } from '../../communities/index.js';

const literal = (set: bigint) => sql`${sql.lit(String(set))}::bigint`;

/**
 * What a person may do in channels, in SQL, the same as the pure function says: the source of lists, counts and single
 * checks. Gives the joins behind `from channels ch`: `c` the community, `s` the person's membership in it, `a.permissions` what
 * they may do. A channel that is deleted, or whose community is, has no permissions.
 */
export function withAccess(userId: RawBuilder<unknown>, now: Date): RawBuilder<unknown> {
  return sql`
    left join communities c on c.id = ch.community_id
    left join lateral (${membershipIn('c', userId, now)}) as s on true
    cross join lateral (
      select case
        when ch.deleted_at is not null or c.deleted_at is not null then 0
        when ch.type = 'direct' then
          case when ${userId} in (ch.lower_user_id, ch.higher_user_id) then ${literal(DIRECT_PERMISSIONS)} else 0 end
        else (${channelPermissions(userId)})
      end as permissions
    ) as a
  `;
}

/** The same for the channels of communities in sight as `c` with the membership `s`, behind `join channels ch`. */
export function withCommunityAccess(userId: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`cross join lateral (select (${channelPermissions(userId)}) as permissions) as a`;
}

/** Whether a person with these permissions (`a`) sees that the channel is there. */
export const mayView = sql<boolean>`a.permissions & ${literal(bit.view_channel)} <> 0`;

/** The permissions of `membership` in the text channel `ch`, by its overwrites. */
function channelPermissions(userId: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`
    select case
      when s.has_all then ${literal(ALL_PERMISSIONS)}
      when decided.permissions & ${literal(bit.view_channel)} = 0 then 0
      when decided.permissions & ${literal(bit.send_messages)} = 0
        then decided.permissions & (~${literal(bit.attach_media | bit.mention_everyone)}) & s.leaves
      else decided.permissions & s.leaves
    end
    from (
      select
        (
          ((((s.role_permissions & (~everyone_deny)) | everyone_allow) & (~roles_deny)) | roles_allow)
          & (~member_deny)
        ) | member_allow as permissions
      from (
        select
          coalesce(bit_or(o.allow) filter (where o.role_id = s.everyone_id), 0) as everyone_allow,
          coalesce(bit_or(o.deny) filter (where o.role_id = s.everyone_id), 0) as everyone_deny,
          coalesce(bit_or(o.allow) filter (where o.role_id = any(s.role_ids)), 0) as roles_allow,
          coalesce(bit_or(o.deny) filter (where o.role_id = any(s.role_ids)), 0) as roles_deny,
          coalesce(bit_or(o.allow) filter (where o.user_id is not null), 0) as member_allow,
          coalesce(bit_or(o.deny) filter (where o.user_id is not null), 0) as member_deny
        from overwrites o
        where o.channel_id = ch.id
          and (
            o.role_id = s.everyone_id
            or o.role_id = any(s.role_ids)
            or (o.user_id = ${userId} and s.is_member)
          )
      ) as overwritten
    ) as decided
  `;
}
