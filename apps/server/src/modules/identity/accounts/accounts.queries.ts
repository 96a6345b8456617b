import type { Account, UserId } from '@plaza/contract';
import type { Querier } from '../../../platform/database/database.js';
import '../identity.tables.js';

/** The account as its owner sees it. */
export async function loadAccount(querier: Querier, userId: UserId): Promise<Account> {
  const row = await querier
    .selectFrom('users')
    .select([
      'id',
      'username',
      'display_name',
      'bio',
      'links',
      'is_private',
      'role',
      'created_at',
      'email',
      'email_verified_at',
      'pending_email',
      'locale',
      'time_zone',
      'direct_messages',
      'shares_marks',
    ])
    .where('id', '=', userId)
    .executeTakeFirstOrThrow();
  return {
    id: row.id,
    username: row.username,
    displayName: row.display_name,
    bio: row.bio,
    links: row.links,
    isPrivate: row.is_private,
    role: row.role,
    createdAt: row.created_at.toISOString(),
    email: row.email,
    emailVerified: row.email_verified_at !== null,
    pendingEmail: row.pending_email,
    locale: row.locale,
    timeZone: row.time_zone,
    directMessages: row.direct_messages,
    sharesMarks: row.shares_marks,
  };
}
