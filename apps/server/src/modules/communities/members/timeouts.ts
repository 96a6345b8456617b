import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { CommunityId, UserId } from '@plaza/contract';
import { Database, type Tx } from '../../../platform/database/database.js';
import { EventLog } from '../../../platform/events/event-log.js';
import { Jobs } from '../../../platform/jobs/jobs.js';
import { communityTopics } from '../communities.events.js';
import { lockCommunity } from '../permissions/community-lock.js';

interface Timeout {
  communityId: CommunityId;
  userId: UserId;
  /** RFC 3339. */
  until: string;
}

declare module '../../../platform/jobs/job-payloads.js' {
  interface JobPayloads {
    'members.endTimeout': Timeout;
  }
}

/** Members who may only read for a while. The end counts by the clock; a job announces it to open sockets. */
@Injectable()
export class Timeouts implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly events: EventLog,
    private readonly jobs: Jobs,
  ) {}

  onModuleInit(): void {
    this.jobs.work('members.endTimeout', { concurrency: 1 }, (timeout) => this.end(timeout));
  }

  /** A second one replaces the first. */
  async begin(tx: Tx, communityId: CommunityId, userId: UserId, until: Date): Promise<void> {
    await tx
      .insertInto('timeouts')
      .values({ community_id: communityId, user_id: userId, until })
      .onConflict((conflict) => conflict.columns(['community_id', 'user_id']).doUpdateSet({ until }))
      .execute();
    const timeout = { communityId, userId, until: until.toISOString() };
    await this.jobs.enqueue(tx, 'members.endTimeout', timeout, { startAfter: until });
  }

  /** Gives whether there was one. */
  async lift(tx: Tx, communityId: CommunityId, userId: UserId): Promise<boolean> {
    const { numDeletedRows } = await tx
      .deleteFrom('timeouts')
      .where('community_id', '=', communityId)
      .where('user_id', '=', userId)
      .executeTakeFirst();
    return numDeletedRows > 0n;
  }

  /** One that was prolonged meanwhile goes on. */
  async end({ communityId, userId, until }: Timeout): Promise<void> {
    await this.database.transaction(async (tx) => {
      await lockCommunity(tx, communityId, 'exclusive');
      const { numDeletedRows } = await tx
        .deleteFrom('timeouts')
        .where('community_id', '=', communityId)
        .where('user_id', '=', userId)
        .where('until', '<=', new Date(until))
        .executeTakeFirst();
      if (numDeletedRows === 0n) return;
      await this.events.append(tx, {
        name: 'member.updated',
        subject: { communityId, userId },
        topics: communityTopics(communityId, userId),
      });
    });
  }
}
