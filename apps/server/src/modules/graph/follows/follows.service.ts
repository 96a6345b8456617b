import { Injectable } from '@nestjs/common';
import { limits, type UserId } from '@plaza/contract';
import { Database, type Querier, type Tx } from '../../../platform/database/database.js';
import { invalidInput, ProblemError } from '../../../platform/problems/problem-error.js';
import { lockUsers } from '../../identity/index.js';
import { GraphQueries } from '../graph.queries.js';
import '../graph.tables.js';
import { lockPair } from '../pair-lock.js';
import { isBlockedEitherWay } from '../relation.js';
import { type Edge, type EdgeState, FollowsRepository } from './follows.repository.js';

/** How many requests are fulfilled in one transaction when an account stops being private. */
const BATCH = 200;

/** Who follows whom. Every change locks the pair first, then both people, then the edge. */
@Injectable()
export class FollowsService {
  constructor(
    private readonly database: Database,
    private readonly graph: GraphQueries,
    private readonly edges: FollowsRepository,
  ) {}

  /**
   * Follows, or asks to where the account is private; doing it again changes nothing. Errors: `not_found` also across a
   * block, `invalid_input` for oneself, `limit_reached`.
   */
  async follow(followerId: UserId, followeeId: UserId): Promise<EdgeState> {
    if (followerId === followeeId) throw invalidInput('userId', 'self', 'Nobody follows themselves');
    const edge = { followerId, followeeId };
    return this.database.transaction(async (tx) => {
      const { follower, followee } = await lockEdge(tx, edge);
      const relation = await this.graph.relationOf(followerId, followeeId);
      if (!follower || !followee?.isActive || isBlockedEitherWay(relation))
        throw new ProblemError('not_found');
      const wanted = followee.isPrivate ? 'requested' : 'following';
      if (relation.follow === 'following' || relation.follow === wanted) return relation.follow;
      if (relation.follow === 'requested') await this.edges.fulfil(tx, followeeId, [followerId]);
      else if (wanted === 'requested') await this.request(tx, edge);
      else if (follower.followingCount >= limits.followsPerUser) throw new ProblemError('limit_reached');
      else await this.edges.create(tx, edge);
      return wanted;
    });
  }

  /** Ends following, or takes the request back; where there is neither, nothing. Errors: `not_found`. */
  async unfollow(followerId: UserId, followeeId: UserId): Promise<void> {
    const edge = { followerId, followeeId };
    await this.database.transaction(async (tx) => {
      const { followee } = await lockEdge(tx, edge);
      const wasThere = await this.edges.remove(tx, edge, ['requested', 'following'], followerId);
      if (!wasThere && !followee?.isActive) throw new ProblemError('not_found');
    });
  }

  /** Errors: `not_found` unless this person asks to follow the viewer. */
  async accept(viewerId: UserId, followerId: UserId): Promise<void> {
    await this.database.transaction(async (tx) => {
      await lockEdge(tx, { followerId, followeeId: viewerId });
      const accepted = await this.edges.fulfil(tx, viewerId, [followerId]);
      if (accepted === 0) throw new ProblemError('not_found');
    });
  }

  /** Errors: `not_found` unless this person asks to follow the viewer. */
  async reject(viewerId: UserId, followerId: UserId): Promise<void> {
    const edge = { followerId, followeeId: viewerId };
    await this.database.transaction(async (tx) => {
      await lockEdge(tx, edge);
      const rejected = await this.edges.remove(tx, edge, ['requested'], viewerId);
      if (!rejected) throw new ProblemError('not_found');
    });
  }

  /** Lets everyone in who asks to follow an account that is not private any more, batch by batch. */
  async acceptAll(followeeId: UserId, signal: AbortSignal): Promise<void> {
    let accepted: number;
    do {
      signal.throwIfAborted();
      accepted = await this.database.transaction(async (tx) => {
        const followerIds = await askingFor(tx, followeeId, BATCH);
        const locked = await lockUsers(tx, [...followerIds, followeeId]);
        const followee = locked.get(followeeId);
        return followee && !followee.isPrivate ? this.edges.fulfil(tx, followeeId, followerIds) : 0;
      });
    } while (accepted > 0);
  }

  /** Whether anybody asks to follow this account. */
  async isAskedFor(followeeId: UserId): Promise<boolean> {
    return (await askingFor(this.database.read, followeeId, 1)).length > 0;
  }

  private async request(tx: Tx, edge: Edge): Promise<void> {
    const { count } = await tx
      .selectFrom((nested) =>
        nested
          .selectFrom('follows')
          .select('followee_id')
          .where('follower_id', '=', edge.followerId)
          .where('state', '=', 'requested')
          .limit(limits.pendingFollowRequests)
          .as('pending'),
      )
      .select((pending) => pending.fn.countAll<bigint>().as('count'))
      .executeTakeFirstOrThrow();
    if (count >= limits.pendingFollowRequests) throw new ProblemError('limit_reached');
    await this.edges.request(tx, edge);
  }
}

async function lockEdge(tx: Tx, { followerId, followeeId }: Edge) {
  await lockPair(tx, followerId, followeeId, 'shared');
  const locked = await lockUsers(tx, [followerId, followeeId]);
  return { follower: locked.get(followerId), followee: locked.get(followeeId) };
}

async function askingFor(querier: Querier, followeeId: UserId, atMost: number): Promise<UserId[]> {
  const rows = await querier
    .selectFrom('follows')
    .select('follower_id')
    .where('followee_id', '=', followeeId)
    .where('state', '=', 'requested')
    .limit(atMost)
    .execute();
  return rows.map((row) => row.follower_id);
}
