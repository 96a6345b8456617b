import { sql } from 'kysely';
import { readMark } from './read-mark.sql.js';

/** What is the same for all who may view the channel `ch`. */
export const factColumns = sql`
  ch.id, ch.type, ch.community_id, ch.name, ch.topic, ch.position, ch.slow_mode_seconds,
  ch.lower_user_id, ch.higher_user_id, ch.last_ordinal, ch.last_message_at, ch.created_at
`;

/** The same with how the person stands in it, behind `withAccess` and `withPointer`. */
export const channelColumns = sql`
  ${factColumns}, ch.type = 'direct' or s.is_member as is_member, a.permissions,
  ${readMark} as read_ordinal, coalesce(p.own_since_read, 0) as own_since_read
`;
