import { Injectable } from '@nestjs/common';
import { limits, type UserId } from '@plaza/contract';
import { Clock } from '../../../platform/clock/clock.js';
import { Database, type Tx } from '../../../platform/database/database.js';
import { EventLog } from '../../../platform/events/event-log.js';
import { invalidInput, ProblemError } from '../../../platform/problems/problem-error.js';
import { userTopic } from '../../../platform/realtime/realtime.js';
import { lockUsers } from '../../identity/index.js';
import { type EdgeState, FollowsRepository } from '../follows/follows.repository.js';
import '../graph.events.js';
import '../graph.tables.js';
import { lockPair } from '../pair-lock.js';

const anyState: EdgeState[] = ['requested', 'following'];

/** Blocks between two people. */
@Injectable()
export class BlocksService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly events: EventLog,
    private readonly edges: FollowsRepository,
  ) {}

  /** Blocks a person and ends follows in both directions; doing it again changes nothing. Errors: `not_found`, `invalid_input`, `limit_reached`. */
  async block(blockerId: UserId, blockedId: UserId): Promise<void> {
    if (blockerId === blockedId) throw invalidInput('userId', 'self', 'Nobody blocks themselves');
    await this.database.transaction(async (tx) => {
      await lockPair(tx, blockerId, blockedId, 'exclusive');
      const people = await lockUsers(tx, [blockerId, blockedId]);
      if (!people.get(blockedId)?.isActive) throw new ProblemError('not_found');
      if (!(await this.insert(tx, blockerId, blockedId))) return;
      await this.assertRoom(tx, blockerId);
      const outward = { followerId: blockerId, followeeId: blockedId };
      const inward = { followerId: blockedId, followeeId: blockerId };
      await this.edges.remove(tx, outward, anyState, blockerId);
      await this.edges.remove(tx, inward, anyState, blockerId);
      await this.events.append(tx, {
        name: 'block.created',
        subject: { blockerId, blockedId },
        topics: [userTopic(blockerId), userTopic(blockedId)],
        actorId: blockerId,
      });
    });
  }

  /** Follows that the block ended do not come back; where there is no block, nothing happens. Errors: `not_found`. */
  async unblock(blockerId: UserId, blockedId: UserId): Promise<void> {
    await this.database.transaction(async (tx) => {
      await lockPair(tx, blockerId, blockedId, 'exclusive');
      const people = await lockUsers(tx, [blockerId, blockedId]);
      const removed = await tx
        .deleteFrom('blocks')
        .where('blocker_id', '=', blockerId)
        .where('blocked_id', '=', blockedId)
        .executeTakeFirst();
      if (removed.numDeletedRows === 0n) {
        if (!people.get(blockedId)?.isActive) throw new ProblemError('not_found');
        return;
      }
      await this.events.append(tx, {
        name: 'block.deleted',
        subject: { blockerId, blockedId },
        topics: [userTopic(blockerId), userTopic(blockedId)],
        actorId: blockerId,
      });
    });
  }

  private async insert(tx: Tx, blockerId: UserId, blockedId: UserId): Promise<boolean> {
    const inserted = await tx
      .insertInto('blocks')
      .values({ blocker_id: blockerId, blocked_id: blockedId, created_at: this.clock.now() })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst();
    return inserted.numInsertedOrUpdatedRows === 1n;
  }

  /** Counts what a person has at most, never everything. */
  private async assertRoom(tx: Tx, blockerId: UserId): Promise<void> {
    const oneTooMany = await tx
      .selectFrom('blocks')
      .select('blocked_id')
      .where('blocker_id', '=', blockerId)
      .offset(limits.blocksPerUser)
      .limit(1)
      .executeTakeFirst();
    if (oneTooMany) throw new ProblemError('limit_reached');
  }
}
