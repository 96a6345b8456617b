import type { UserId, UserSummary } from '@plaza/contract';
import { foldUsername, isReservedUsername } from '@plaza/text';
import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Tx } from '../../platform/database/database.js';
import { violatedUnique } from '../../platform/database/database-errors.js';
import { invalidInput, ProblemError } from '../../platform/problems/problem-error.js';
import type { InstanceRole } from './identity.tables.js';
import './identity.tables.js';

/** What is read of an account under its lock. */
export interface LockedUser {
  isActive: boolean;
  isPrivate: boolean;
  followingCount: number;
}

/**
 * Locks the rows of these people until the transaction ends, always in the order of their ids, so that no two writers wait
 * for each other. Who does not exist is not in the answer.
 */
export async function lockUsers(tx: Tx, ids: UserId[]): Promise<Map<UserId, LockedUser>> {
  const rows = await tx
    .selectFrom('users')
    .select(['id', 'status', 'is_private', 'following_count'])
    .where('id', 'in', ids)
    .orderBy('id')
    .forNoKeyUpdate()
    .execute();
  return new Map(
    rows.map((row) => [
      row.id,
      {
        isActive: row.status === 'active',
        isPrivate: row.is_private,
        followingCount: row.following_count,
      },
    ]),
  );
}

/** Gives the account of that name another role on this instance; false when there is none. */
export async function changeUserRole(tx: Tx, username: string, role: InstanceRole): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('users')
    .set({ role })
    .where('username', '=', username)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

export interface CountMoves {
  posts?: number;
  followers?: number;
  following?: number;
}

/**
 * Moves the counters of these people, each by as much as was inserted or deleted in this transaction. Who moves those of
 * several locks them first, by `lockUsers`.
 */
export async function moveCounts(
  tx: Tx,
  userIds: UserId | UserId[],
  { posts = 0, followers = 0, following = 0 }: CountMoves,
): Promise<void> {
  await tx
    .updateTable('users')
    .set((row) => ({
      post_count: row('post_count', '+', posts),
      follower_count: row('follower_count', '+', followers),
      following_count: row('following_count', '+', following),
    }))
    .where('id', 'in', [userIds].flat())
    .execute();
}

// A scalar look-up stays one look-up per row; the planner turns `exists` into a scan of all people once a table is big.

/** SQL: the account named by this column is active. */
export function isActiveUser(column: string): RawBuilder<SqlBool> {
  return sql<SqlBool>`(select known.status = 'active' from users as known where known.id = ${sql.ref(column)})`;
}

/** SQL: the account named by this column lets only its followers see what it publishes. */
export function isPrivateUser(column: string): RawBuilder<SqlBool> {
  return sql<SqlBool>`(select known.is_private from users as known where known.id = ${sql.ref(column)})`;
}

/** SQL: the account named by this column shows others how far it has read, and sees the same of them. */
export function sharesMarks(column: string): RawBuilder<SqlBool> {
  return sql<SqlBool>`(select known.shares_marks from users as known where known.id = ${sql.ref(column)})`;
}

/** SQL: the name of the account in this expression as the contract shows it, for statements that cannot afford another. */
export function userSummary(userId: RawBuilder<unknown>): RawBuilder<UserSummary> {
  return sql<UserSummary>`(
    select jsonb_build_object('id', named.id, 'username', named.username, 'displayName', named.display_name)
    from users as named
    where named.id = ${userId}
  )`;
}

/** Gives the columns of a username. Errors: `invalid_input` for reserved names. */
export function usernameColumns(username: string): { username: string; username_skeleton: string } {
  if (isReservedUsername(username)) throw invalidInput('username', 'reserved', 'This name is kept free');
  return { username, username_skeleton: foldUsername(username) };
}

/** Runs a write that may meet a name or address in use. Errors: `username_taken`, `email_taken`; whatever `write` throws. */
export async function reportTaken<Result>(write: () => Promise<Result>): Promise<Result> {
  try {
    return await write();
  } catch (error) {
    const constraint = violatedUnique(error);
    if (constraint?.startsWith('users_username')) throw new ProblemError('username_taken');
    if (constraint === 'users_email_key') throw new ProblemError('email_taken');
    throw error;
  }
}
