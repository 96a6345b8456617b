import { type RawBuilder, sql } from 'kysely';

/** Joins the person's own pointer `p` in the channel `ch`; it is there once they have read or written. */
export function withPointer(userId: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`left join channel_members p on p.channel_id = ch.id and p.user_id = ${userId}`;
}

/**
 * How far a person has read, behind `withPointer` and with their membership as `s`. Before their first mark a member has read
 * what was there when they joined, and who only looks in has nothing unread.
 */
export const readMark = sql<number>`
  coalesce(
    p.read_ordinal,
    case
      when ch.type = 'direct' then 0
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
