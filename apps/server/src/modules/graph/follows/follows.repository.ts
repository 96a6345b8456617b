import { Injectable } from '@nestjs/common';
import type { UserId } from '@plaza/contract';
import { Clock } from '../../../platform/clock/clock.js';
import type { Tx } from '../../../platform/database/database.js';
import { EventLog } from '../../../platform/events/event-log.js';
import { userTopic } from '../../../platform/realtime/realtime.js';
import { moveCounts } from '../../identity/index.js';
import '../graph.events.js';
import '../graph.tables.js';

export type EdgeState = 'requested' | 'following';

export interface Edge {
  followerId: UserId;
  followeeId: UserId;
}

/** Writes of the follow graph: row, counters and event together. The caller has locked both people (`lockUsers`). */
@Injectable()
export class FollowsRepository {
  constructor(
    private readonly clock: Clock,
    private readonly events: EventLog,
  ) {}

  async request(tx: Tx, edge: Edge): Promise<void> {
    await this.insert(tx, edge, 'requested');
    await this.events.append(tx, {
      name: 'follow.requested',
      subject: edge,
      topics: topicsOf(edge),
      actorId: edge.followerId,
    });
  }

  async create(tx: Tx, edge: Edge): Promise<void> {
    await this.insert(tx, edge, 'following');
    await moveCounts(tx, edge.followerId, { following: 1 });
    await moveCounts(tx, edge.followeeId, { followers: 1 });
    await this.events.append(tx, {
      name: 'follow.created',
      subject: { ...edge, wasRequested: false },
      topics: topicsOf(edge),
      actorId: edge.followerId,
    });
  }

  /** Turns requests into follows; gives how many of these people were asking. */
  async fulfil(tx: Tx, followeeId: UserId, followerIds: UserId[]): Promise<number> {
    if (followerIds.length === 0) return 0;
    const fulfilled = await tx
      .updateTable('follows')
      .set({ state: 'following', created_at: this.clock.now() })
      .where('followee_id', '=', followeeId)
      .where('follower_id', 'in', followerIds)
      .where('state', '=', 'requested')
      .returning('follower_id')
      .execute();
    if (fulfilled.length === 0) return 0;
    const fulfilledIds = fulfilled.map((row) => row.follower_id);
    await moveCounts(tx, fulfilledIds, { following: 1 });
    await moveCounts(tx, [followeeId], { followers: fulfilled.length });
    await this.events.append(
      tx,
      ...fulfilledIds.map((followerId) => ({
        name: 'follow.created' as const,
        subject: { followerId, followeeId, wasRequested: true },
        topics: topicsOf({ followerId, followeeId }),
        actorId: followeeId,
      })),
    );
    return fulfilled.length;
  }

  /** Takes an edge away, in whatever of these states it is; gives whether there was one. */
  async remove(tx: Tx, edge: Edge, states: EdgeState[], actorId: UserId): Promise<boolean> {
    const removed = await tx
      .deleteFrom('follows')
      .where('follower_id', '=', edge.followerId)
      .where('followee_id', '=', edge.followeeId)
      .where('state', 'in', states)
      .returning(['state', 'created_at'])
      .executeTakeFirst();
    if (!removed) return false;
    const wasRequest = removed.state === 'requested';
    if (!wasRequest) {
      await moveCounts(tx, edge.followerId, { following: -1 });
      await moveCounts(tx, edge.followeeId, { followers: -1 });
    }
    await this.events.append(tx, {
      name: 'follow.deleted',
      subject: { ...edge, wasRequest, since: removed.created_at.toISOString() },
      topics: topicsOf(edge),
      actorId,
    });
    return true;
  }

  private async insert(tx: Tx, { followerId, followeeId }: Edge, state: EdgeState): Promise<void> {
    await tx
      .insertInto('follows')
      .values({
        follower_id: followerId,
        followee_id: followeeId,
        state,
        created_at: this.clock.now(),
      })
      .execute();
  }
}

function topicsOf({ followerId, followeeId }: Edge): string[] {
  return [userTopic(followerId), userTopic(followeeId)];
}
