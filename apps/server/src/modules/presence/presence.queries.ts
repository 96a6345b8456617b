import { Injectable } from '@nestjs/common';
import type { PresenceChoice, UserId } from '@plaza/contract';
import { sql } from 'kysely';
import { Database } from '../../platform/database/database.js';
import { sharesCommunity } from '../communities/index.js';
import { blockedEitherWay, follows } from '../graph/index.js';
import { SMALL_COMMUNITY } from './presence-timings.js';
import './presence.tables.js';

export interface Watching {
  watcherId: UserId;
  userId: UserId;
}

interface Remembered {
  choice: PresenceChoice;
  lastSeenAt: Date | null;
}

@Injectable()
export class PresenceQueries {
  constructor(private readonly database: Database) {}

  /** What each of these people chose, and when they were last seen; those who never chose anything are left out. */
  async remembered(userIds: UserId[]): Promise<Map<UserId, Remembered>> {
    if (userIds.length === 0) return new Map();
    const rows = await this.database.read
      .selectFrom('presence')
      .select(['user_id', 'choice', 'last_seen_at'])
      .where('user_id', 'in', userIds)
      .execute();
    return new Map(
      rows.map(({ user_id, choice, last_seen_at }) => [user_id, { choice, lastSeenAt: last_seen_at }]),
    );
  }

  /** What a person wants others to see. */
  async choiceOf(userId: UserId): Promise<PresenceChoice> {
    return (await this.remembered([userId])).get(userId)?.choice ?? 'online';
  }

  /** Those of the pairs whose watcher may see whether the other is there. */
  async allowed(pairs: Watching[]): Promise<Watching[]> {
    if (pairs.length === 0) return [];
    const watcher = sql.ref<UserId>('pair.watcher_id');
    const person = sql.ref<UserId>('pair.user_id');
    const { rows } = await sql<{ watcher_id: UserId; user_id: UserId }>`
      select pair.watcher_id, pair.user_id
      from unnest(
        ${pairs.map(({ watcherId }) => watcherId)}::uuid[],
        ${pairs.map(({ userId }) => userId)}::uuid[]
      ) as pair (watcher_id, user_id)
      where pair.watcher_id = pair.user_id
        or (
          not ${blockedEitherWay(watcher, 'pair.user_id')}
          and (
            (${follows(watcher, 'pair.user_id')} and ${follows(person, 'pair.watcher_id')})
            or ${sharesCommunity(watcher, 'pair.user_id', SMALL_COMMUNITY)}
          )
        )
    `.execute(this.database.read);
    return rows.map(({ watcher_id, user_id }) => ({ watcherId: watcher_id, userId: user_id }));
  }

  /** Keeps what somebody chose. Who becomes invisible was last seen now, and who stays so is not seen. */
  async choose(userId: UserId, choice: PresenceChoice, now: Date): Promise<void> {
    await this.database.transaction((tx) =>
      sql`
      insert into presence (user_id, choice, last_seen_at)
      values (${userId}, ${choice}, ${now})
      on conflict (user_id) do update set
        choice = excluded.choice,
        last_seen_at = case
          when presence.choice = 'invisible' and excluded.choice = 'invisible' then presence.last_seen_at
          else excluded.last_seen_at
        end
    `.execute(tx),
    );
  }

  /** Begins to remember somebody. */
  async remember(userId: UserId, now: Date): Promise<void> {
    await this.database.transaction((tx) =>
      tx
        .insertInto('presence')
        .values({ user_id: userId, last_seen_at: now })
        .onConflict((conflict) => conflict.doNothing())
        .execute(),
    );
  }

  async seen(userIds: UserId[], now: Date): Promise<void> {
    if (userIds.length === 0) return;
    await this.database.transaction((tx) =>
      tx
        .updateTable('presence')
        .set({ last_seen_at: now })
        .where('user_id', 'in', userIds)
        .where('choice', '<>', 'invisible')
        .execute(),
    );
  }
}
