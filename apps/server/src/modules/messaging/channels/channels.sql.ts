import { type RawBuilder, sql } from 'kysely';
import { bit, DIRECT_PERMISSIONS, membershipOf, permissionsInChannel } from '../../communities/index.js';
import { type ChannelTypeTraits, typesWhere } from './channel-types.js';

/** What is the same for all who may view the channel `ch`. */
export const factColumns = sql`
  ch.id, ch.type, ch.community_id, ch.name, ch.topic, ch.position, ch.slow_mode_seconds, ch.overwrites_from,
  ch.lower_user_id, ch.higher_user_id, ch.last_ordinal, ch.last_message_at, ch.created_at,
  ch.deleted_at
`;

/** Whether the channel `ch` is of a type that has a property. */
export function isOfType(has: (traits: ChannelTypeTraits) => boolean): RawBuilder<boolean> {
  return sql<boolean>`ch.type = any (${sql.lit(`{${typesWhere(has).join()}}`)}::text[])`;
}

const hasOwnMembers = isOfType(({ members }) => members === 'own');
const literal = (set: bigint) => sql`${sql.lit(String(set))}::bigint`;

/**
 * What a person may do in channels: the source of lists, counts and single checks. Gives the joins behind `from channels ch`:
 * `s` their membership in its community, `a.permissions` what they may do. A channel that is deleted, or whose community is,
 * has no permissions.
 */
export function withAccess(userId: RawBuilder<unknown>, now: Date): RawBuilder<unknown> {
  return sql`
    left join lateral (${membershipOf(sql`ch.community_id`, userId, now)}) as s on true
    cross join lateral (
      select case
        when ch.deleted_at is not null then 0
        when ${hasOwnMembers} then case
          when exists (
            select from channel_members own where own.channel_id = ch.id and own.user_id = ${userId}
          ) then ${literal(DIRECT_PERMISSIONS)}
          else 0
        end
        when s.everyone_id is null then 0
        else ${byOverwrites(userId)}
      end as permissions
    ) as a
  `;
}

/** The same for channels `ch` of a living community in which the person has the membership `s`. */
export function withCommunityAccess(userId: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`cross join lateral (select ${byOverwrites(userId)} as permissions) as a`;
}

/** The channel's own overwrites, or those of the ancestor it inherits from. */
function byOverwrites(userId: RawBuilder<unknown>): RawBuilder<unknown> {
  return permissionsInChannel(userId, {
    membership: 's',
    overwrites: sql`
      select applied.role_id, applied.user_id, applied.allow, applied.deny
      from overwrites applied
      where applied.channel_id = coalesce(ch.overwrites_from, ch.id)
    `,
  });
}

/** Whether a person with the permissions `a` may view the channel. */
export const mayView = sql<boolean>`a.permissions & ${literal(bit.view_channel)} <> 0`;

/** Joins the person's own read state `r` in the channel `ch`. */
export function withReadState(userId: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`left join read_states r on r.channel_id = ch.id and r.user_id = ${userId}`;
}

/**
 * How far a person has read, behind `withAccess` and `withReadState`. Before their first mark a member of a community has read
 * what was there when they joined, and nothing is unread for anyone else.
 */
export const readOrdinal = sql<number>`
  coalesce(
    r.read_ordinal,
    case
      when s.joined_at is null or ch.last_message_at is null or ch.last_message_at <= s.joined_at
        then ch.last_ordinal
      else coalesce(
        (
          select earlier.ordinal
          from messages earlier
          where earlier.channel_id = ch.id and earlier.created_at <= s.joined_at
          order by earlier.created_at desc, earlier.ordinal desc
          limit 1
        ),
        0
      )
    end
  )
`;

/** A channel with what is its viewer's own, behind `withAccess` and `withReadState`. */
export const channelColumns = sql`
  ${factColumns}, ${hasOwnMembers} or s.is_member as is_member, a.permissions,
  ${readOrdinal} as read_ordinal, coalesce(r.own_unread_offset, 0) as own_unread_offset
`;
