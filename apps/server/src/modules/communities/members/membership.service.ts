import { Injectable } from '@nestjs/common';
import type { CommunityId, UserId } from '@plaza/contract';
import { Database, type Tx } from '../../../platform/database/database.js';
import { EventLog } from '../../../platform/events/event-log.js';
import type { SignedInViewer } from '../../../platform/http/viewer.js';
import { ProblemError } from '../../../platform/problems/problem-error.js';
import { AuditLog } from '../audit-log.js';
import { communityTopics, memberLeftTopics } from '../communities.events.js';
import { assertOwns, isMember } from '../communities.policy.js';
import { CommunitiesQueries, type CommunityRow } from '../communities.queries.js';
import { CommunityAccess } from '../permissions/community-access.js';
import { lockCommunity } from '../permissions/community-lock.js';
import { MembershipsRepository } from './memberships.repository.js';
import { Timeouts } from './timeouts.js';

/** What people do about their own membership. */
@Injectable()
export class MembershipService {
  constructor(
    private readonly database: Database,
    private readonly events: EventLog,
    private readonly access: CommunityAccess,
    private readonly queries: CommunitiesQueries,
    private readonly memberships: MembershipsRepository,
    private readonly timeouts: Timeouts,
    private readonly audit: AuditLog,
  ) {}

  /** Joining again changes nothing. Errors: `not_found`, `forbidden` where it is closed or the viewer banned, `limit_reached`. */
  async join(viewer: SignedInViewer, communityId: CommunityId): Promise<CommunityRow> {
    return this.database.transaction(async (tx) => {
      await this.memberships.lockUser(tx, viewer.userId);
      await lockCommunity(tx, communityId, 'shared');
      const community = await this.view(viewer, communityId);
      if (community.is_member) return community;
      if (community.is_banned || community.join_policy !== 'open') throw new ProblemError('forbidden');
      await this.memberships.assertRoomForMore(tx, viewer.userId);
      await this.memberships.add(tx, communityId, viewer.userId);
      await this.events.append(tx, {
        name: 'member.joined',
        subject: { communityId, userId: viewer.userId },
        topics: communityTopics(communityId, viewer.userId),
        actorId: viewer.userId,
      });
      return this.view(viewer, communityId);
    });
  }

  /** Leaving what one is not in changes nothing. Errors: `not_found`, `last_owner`. */
  async leave(viewer: SignedInViewer, communityId: CommunityId): Promise<void> {
    await this.database.transaction(async (tx) => {
      await lockCommunity(tx, communityId, 'exclusive');
      const { kind } = await this.access.membership(viewer, communityId);
      if (kind === 'owner') throw new ProblemError('last_owner');
      if (!(await this.memberships.remove(tx, communityId, viewer.userId))) return;
      await this.events.append(tx, {
        name: 'member.left',
        subject: { communityId, userId: viewer.userId, reason: 'left' },
        topics: memberLeftTopics(communityId, viewer.userId),
        actorId: viewer.userId,
      });
    });
  }

  /** Transfers the community to another member. Errors: `not_found`, `owner_required`. */
  async transferOwnership(viewer: SignedInViewer, communityId: CommunityId, to: UserId): Promise<void> {
    await this.database.transaction(async (tx) => {
      await lockCommunity(tx, communityId, 'exclusive');
      const { own, other } = await this.access.membershipsOfTwo(viewer.userId, communityId, to);
      assertOwns(own);
      if (!isMember(other)) throw new ProblemError('not_found');
      if (to === viewer.userId) return;
      await this.setOwner(tx, communityId, to);
      await this.audit.record(tx, {
        communityId,
        actorId: viewer.userId,
        action: 'owner.changed',
        targetId: to,
      });
      const update = { name: 'member.updated', actorId: viewer.userId } as const;
      await this.events.append(
        tx,
        {
          name: 'community.updated',
          subject: { communityId },
          topics: communityTopics(communityId),
          actorId: viewer.userId,
        },
        ...[viewer.userId, to].map((userId) => ({
          ...update,
          subject: { communityId, userId },
          topics: communityTopics(communityId, userId),
        })),
      );
    });
  }

  /** An owner cannot be timed out. */
  private async setOwner(tx: Tx, communityId: CommunityId, ownerId: UserId): Promise<void> {
    await tx.updateTable('communities').set({ owner_id: ownerId }).where('id', '=', communityId).execute();
    await this.timeouts.lift(tx, communityId, ownerId);
  }

  private async view(viewer: SignedInViewer, communityId: CommunityId): Promise<CommunityRow> {
    const [row] = await this.queries.byIds(viewer, [communityId]);
    if (!row) throw new ProblemError('not_found');
    return row;
  }
}
