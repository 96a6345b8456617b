import type { UserId } from '@plaza/contract';
import { type RawBuilder, type SqlBool, sql } from 'kysely';

/** The viewer inside SQL: one person, a column of persons, or nobody signed in. */
export type SqlViewer = UserId | RawBuilder<UserId> | null;

/** SQL: there is a block, one way or the other, between the viewer and the person of this column. */
export function blockedEitherWay(viewer: SqlViewer, column: string): RawBuilder<SqlBool> {
  if (viewer === null) return sql<SqlBool>`false`;
  const person = sql.ref(column);
  // As exists, and not alone, this is one look-up for one row, and one reading of the viewer's blocks for a list.
  return sql<SqlBool>`(
    exists (select from blocks as edge where edge.blocker_id = ${viewer} and edge.blocked_id = ${person})
    or exists (select from blocks as edge where edge.blocked_id = ${viewer} and edge.blocker_id = ${person})
  )`;
}

/** SQL: who asks is an accepted follower of the person of this column. */
export function follows(viewer: SqlViewer, column: string): RawBuilder<SqlBool> {
  if (viewer === null) return sql<SqlBool>`false`;
  // A scalar look-up stays one for each row that needs it: few do, and some people follow very many.
  return sql<SqlBool>`(
    select true
    from follows as edge
    where edge.follower_id = ${viewer} and edge.followee_id = ${sql.ref(column)} and edge.state = 'following'
  ) is true`;
}

/** SQL: a statement that gives the ids of all whom the person follows. */
export function followeesOf(followerId: UserId): RawBuilder<{ followee_id: UserId }> {
  return sql<{ followee_id: UserId }>`
    select edge.followee_id
    from follows as edge
    where edge.follower_id = ${followerId} and edge.state = 'following'
  `;
}

/** SQL: a statement that gives the ids of all accepted followers of the person. */
export function followersOf(followeeId: UserId): RawBuilder<{ follower_id: UserId }> {
  return sql<{ follower_id: UserId }>`
    select edge.follower_id
    from follows as edge
    where edge.followee_id = ${followeeId} and edge.state = 'following'
  `;
}
