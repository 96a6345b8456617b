import { Injectable } from '@nestjs/common';
import { UserId, type UserSummary } from '@plaza/contract';
import { Database, type Querier } from '../../platform/database/database.js';
import { Settings } from '../../platform/settings/settings.js';
import type { DirectMessageSetting, InstanceRole } from './identity.tables.js';

/** What other modules may know of an account, beside what everybody sees. */
export interface UserRecord extends UserSummary {
  bio: string;
  links: string[];
  role: InstanceRole;
  isPrivate: boolean;
  /** The own choice, else that of the instance. */
  directMessages: DirectMessageSetting;
  sharesMarks: boolean;
  counts: { posts: number; followers: number; following: number };
  createdAt: Date;
}

/** Finds people for other modules: many at once, one query each. Suspended and deleting accounts are found by nobody. */
@Injectable()
export class UserDirectory {
  constructor(
    private readonly database: Database,
    private readonly settings: Settings,
  ) {}

  /** Names for ids, also of accounts that are no longer active: what they wrote elsewhere still needs a name. */
  async summaries(ids: Iterable<UserId>): Promise<Map<UserId, UserSummary>> {
    const wanted = [...new Set(ids)];
    if (wanted.length === 0) return new Map();
    const rows = await this.database.read
      .selectFrom('users')
      .select(['id', 'username', 'display_name as displayName'])
      .where('id', 'in', wanted)
      .execute();
    return new Map(rows.map((row) => [row.id, row]));
  }

  /** The locale that the person has chosen. */
  async localeOf(userId: UserId): Promise<string> {
    const row = await this.database.read
      .selectFrom('users')
      .select('locale')
      .where('id', '=', userId)
      .executeTakeFirstOrThrow();
    return row.locale;
  }

  /** The active account of that id or username. */
  async find(idOrUsername: string): Promise<UserRecord | undefined> {
    const id = UserId.safeParse(idOrUsername);
    const row = await selectRecords(this.database.read)
      .where(id.success ? 'id' : 'username', '=', id.success ? id.data : idOrUsername)
      .executeTakeFirst();
    return row && this.recordOf(row);
  }

  /** The active accounts among these ids. */
  async records(ids: Iterable<UserId>): Promise<Map<UserId, UserRecord>> {
    const wanted = [...new Set(ids)];
    if (wanted.length === 0) return new Map();
    const rows = await selectRecords(this.database.read).where('id', 'in', wanted).execute();
    return new Map(rows.map((row) => [row.id, this.recordOf(row)]));
  }

  /** The active accounts among these usernames, in any case. */
  async byUsernames(usernames: Iterable<string>): Promise<UserSummary[]> {
    const wanted = [...new Set(usernames)];
    if (wanted.length === 0) return [];
    return this.database.read
      .selectFrom('users')
      .select(['id', 'username', 'display_name as displayName'])
      .where('username', 'in', wanted)
      .where('status', '=', 'active')
      .execute();
  }

  /** The active accounts whose names look like these folded ones, by the folded name: for mentions in a text. */
  async byFoldedNames(foldedNames: Iterable<string>): Promise<Map<string, UserId>> {
    const wanted = [...new Set(foldedNames)];
    if (wanted.length === 0) return new Map();
    const rows = await this.database.read
      .selectFrom('users')
      .select(['id', 'username_skeleton'])
      .where('username_skeleton', 'in', wanted)
      .where('status', '=', 'active')
      .execute();
    return new Map(rows.map((row) => [row.username_skeleton, row.id]));
  }

  private recordOf(row: RecordRow): UserRecord {
    return {
      id: row.id,
      username: row.username,
      displayName: row.display_name,
      bio: row.bio,
      links: row.links,
      role: row.role,
      isPrivate: row.is_private,
      directMessages: row.direct_messages ?? this.settings.directMessages,
      sharesMarks: row.shares_marks,
      counts: { posts: row.post_count, followers: row.follower_count, following: row.following_count },
      createdAt: row.created_at,
    };
  }
}

type RecordRow = Awaited<ReturnType<ReturnType<typeof selectRecords>['executeTakeFirstOrThrow']>>;

function selectRecords(querier: Querier) {
  return querier
    .selectFrom('users')
    .select([
      'id',
      'username',
      'display_name',
      'bio',
      'links',
      'role',
      'is_private',
      'direct_messages',
      'shares_marks',
      'post_count',
      'follower_count',
      'following_count',
      'created_at',
    ])
    .where('status', '=', 'active');
}
