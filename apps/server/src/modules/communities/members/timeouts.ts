import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { CommunityId, UserId } from '@plaza/contract';
import { Database, type Tx } from '../../../platform/database/database.js';
import { EventLog } from '../../../platform/events/event-log.js';
import { Jobs } from '../../../platform/jobs/jobs.js';
import { lockCommunity } from '../access/community-lock.js';
import { communityTopics } from '../communities.events.js';

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

/** Who may only read for a while. That it is over counts by the clock; those who look on are told by a job. */
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

  /** Another one takes the place of the first. */
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
