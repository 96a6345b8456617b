import { type RawBuilder, sql } from 'kysely';
import { bit, DIRECT_PERMISSIONS, membershipOf, permissionsInChannel } from '../../communities/index.js';

const literal = (set: bigint) => sql`${sql.lit(String(set))}::bigint`;

/**
 * What a person may do in channels, in SQL: the source of lists, counts and single checks. Gives the joins behind
 * `from channels ch`: `s` the person's membership in its community, `a.permissions` what they may do. A channel that is
 * deleted, or whose community is, has no permissions.
 */
export function withAccess(userId: RawBuilder<unknown>, now: Date): RawBuilder<unknown> {
  return sql`
    left join lateral (${membershipOf(sql`ch.community_id`, userId, now)}) as s on true
    cross join lateral (
      select case
        when ch.deleted_at is not null then 0
        when ch.type = 'direct' then
          case when ${userId} in (ch.lower_user_id, ch.higher_user_id) then ${literal(DIRECT_PERMISSIONS)} else 0 end
        when s.everyone_id is null then 0
        else ${permissionsByOverwrites(userId)}
      end as permissions
    ) as a
  `;
}

/** The same for channels `ch` whose living community has the membership `s`. */
export function withCommunityAccess(userId: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`cross join lateral (select ${permissionsByOverwrites(userId)} as permissions) as a`;
}

/** Whether a person with these permissions (`a`) sees that the channel is there. */
export const mayView = sql<boolean>`a.permissions & ${literal(bit.view_channel)} <> 0`;

function permissionsByOverwrites(userId: RawBuilder<unknown>): RawBuilder<unknown> {
  return permissionsInChannel(userId, {
    membership: 's',
    overwrites: sql`
      select own.role_id, own.user_id, own.allow, own.deny from overwrites own where own.channel_id = ch.id
    `,
  });
}
