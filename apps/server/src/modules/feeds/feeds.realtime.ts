import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { UserId } from '@plaza/contract';
import { type RawBuilder, sql } from 'kysely';
import type { Subscribers } from '../../platform/realtime/effects.js';
import { Realtime } from '../../platform/realtime/realtime.js';
import { Audience, EntryFeeds, type EntrySnapshot } from '../entries/index.js';
import { followersOf, follows } from '../graph/index.js';
import { UserDirectory } from '../identity/index.js';

const HOME = 'feed:home';
const PUBLIC = 'feed:public';
/** For so few it is not worth a query to count the author's followers first. */
const FEW_SUBSCRIBERS = 50;

/** Everybody may subscribe to the feeds; for each entry its readers are picked from the smaller side. */
@Injectable()
export class FeedsRealtime implements OnModuleInit {
  constructor(
    private readonly realtime: Realtime,
    private readonly feeds: EntryFeeds,
    private readonly audience: Audience,
    private readonly users: UserDirectory,
  ) {}

  onModuleInit(): void {
    this.realtime.topics({
      owns: (topic) => topic === HOME || topic === PUBLIC,
      admit: async (requests) => requests.map(({ topics }) => topics),
    });
    this.feeds.register({ topic: HOME, readers: (entry, subscribers) => this.ofHome(entry, subscribers) });
    this.feeds.register({
      topic: PUBLIC,
      readers: (entry, subscribers) => this.audience.readersInPublic(entry, () => idsOf(subscribers)),
    });
  }

  /** Starts from the author's followers where they are fewer than the subscribers. */
  private async ofHome(entry: EntrySnapshot, subscribers: Subscribers): Promise<UserId[]> {
    const { authorId } = entry;
    if (subscribers.size > FEW_SUBSCRIBERS && (await this.followersOf(authorId)) < subscribers.size) {
      const followers = sql`${followersOf(authorId)} union all select ${authorId}::uuid`;
      const readers = await this.audience.readers(entry, followers);
      return readers.filter((userId) => subscribers.has(userId));
    }
    const following = sql`
      select subscriber.id
      from (${idsOf(subscribers)}) as subscriber
      cross join (select ${authorId}::uuid as id) as author
      where subscriber.id = author.id or ${follows(sql`subscriber.id`, 'author.id')}
    `;
    return this.audience.readers(entry, following);
  }

  private async followersOf(userId: UserId): Promise<number> {
    return (await this.users.records([userId])).get(userId)?.counts.followers ?? 0;
  }
}

function idsOf(subscribers: Subscribers): RawBuilder<unknown> {
  return sql`select id from unnest(${subscribers.ids()}::uuid[]) as id`;
}
