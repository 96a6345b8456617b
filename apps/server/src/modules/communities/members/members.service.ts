import { Injectable } from '@nestjs/common';
import type { CommunityId, UserId } from '@plaza/contract';
import { Clock } from '../../../platform/clock/clock.js';
import { Database, type Tx } from '../../../platform/database/database.js';
import { EventLog } from '../../../platform/events/event-log.js';
import type { SignedInViewer } from '../../../platform/http/viewer.js';
import { invalidInput, ProblemError } from '../../../platform/problems/problem-error.js';
import { UserDirectory } from '../../identity/index.js';
import { AuditLog } from '../audit-log.js';
import { communityTopics, memberLeftTopics } from '../communities.events.js';
import {
  assertHolds,
  assertMayActOn,
  assertMayRename,
  assertMayTimeOut,
  isMember,
} from '../communities.policy.js';
import { CommunityAccess } from '../permissions/community-access.js';
import { lockCommunity } from '../permissions/community-lock.js';
import { bit } from '../permissions/permissions.js';
import { type MemberRow, MembersQueries } from './members.queries.js';
import { MembershipsRepository } from './memberships.repository.js';
import { Timeouts } from './timeouts.js';

export interface MemberChanges {
  nickname?: string | null | undefined;
  /** Null ends a time-out. */
  timedOutUntil?: Date | null | undefined;
}

export interface BanTerms {
  reason: string;
  /** Null: until it is lifted. */
  expiresAt: Date | null;
}

interface Ban extends BanTerms {
  communityId: CommunityId;
  userId: UserId;
  bannedBy: UserId;
}

/** What members with authority do about others; each act is decided and done under the lock of the community's rights. */
@Injectable()
export class MembersService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly events: EventLog,
    private readonly users: UserDirectory,
    private readonly access: CommunityAccess,
    private readonly queries: MembersQueries,
    private readonly memberships: MembershipsRepository,
    private readonly timeouts: Timeouts,
    private readonly audit: AuditLog,
  ) {}

  /** Errors: `not_found`, `forbidden`, `hierarchy`, `invalid_input` for a time-out of oneself or in the past. */
  async update(
    viewer: SignedInViewer,
    communityId: CommunityId,
    userId: UserId,
    changes: MemberChanges,
  ): Promise<MemberRow> {
    const { nickname, timedOutUntil } = changes;
    return this.database.transaction(async (tx) => {
      await lockCommunity(tx, communityId, 'exclusive');
      const { own, other } = await this.access.membershipsOfTwo(viewer.userId, communityId, userId);
      if (nickname !== undefined) assertMayRename(own, other);
      if (timedOutUntil !== undefined) assertMayTimeOut(own, other);
      this.assertAhead(timedOutUntil, 'timedOutUntil');
      if (!isMember(other)) throw new ProblemError('not_found');
      const isRenamed = nickname !== undefined && (await this.rename(tx, communityId, userId, nickname));
      const isTimed =
        timedOutUntil !== undefined && (await this.timeOut(tx, communityId, userId, timedOutUntil));
      if (isRenamed || isTimed) {
        await this.audit.record(tx, {
          communityId,
          actorId: viewer.userId,
          action: 'member.updated',
          targetId: userId,
          detail: { ...changes },
        });
        await this.events.append(tx, {
          name: 'member.updated',
          subject: { communityId, userId },
          topics: communityTopics(communityId, userId),
          actorId: viewer.userId,
        });
      }
      const [row] = await this.queries.byPairs([{ communityId, userId }]);
      if (!row) throw new ProblemError('not_found');
      return row;
    });
  }

  /** Errors: `not_found`, `forbidden`, `hierarchy`, `invalid_input` on oneself. */
  async kick(viewer: SignedInViewer, communityId: CommunityId, userId: UserId): Promise<void> {
    await this.database.transaction(async (tx) => {
      await lockCommunity(tx, communityId, 'exclusive');
      const { own, other } = await this.access.membershipsOfTwo(viewer.userId, communityId, userId);
      assertMayActOn(own, other, bit.kick_members);
      if (!(await this.memberships.remove(tx, communityId, userId))) throw new ProblemError('not_found');
      await this.audit.record(tx, {
        communityId,
        actorId: viewer.userId,
        action: 'member.kicked',
        targetId: userId,
      });
      await this.announceLeft(tx, viewer, communityId, userId, 'kicked');
    });
  }

  /**
   * Keeps a person out, member or not; a second ban replaces the first. Errors: `not_found`, `forbidden`, `hierarchy`,
   * `invalid_input` on oneself or for an end in the past.
   */
  async ban(
    viewer: SignedInViewer,
    communityId: CommunityId,
    userId: UserId,
    terms: BanTerms,
  ): Promise<void> {
    await this.database.transaction(async (tx) => {
      await lockCommunity(tx, communityId, 'exclusive');
      const { own, other } = await this.access.membershipsOfTwo(viewer.userId, communityId, userId);
      assertMayActOn(own, other, bit.ban_members);
      this.assertAhead(terms.expiresAt, 'expiresAt');
      if (!(await this.users.summaries([userId])).has(userId)) throw new ProblemError('not_found');
      await this.putBan(tx, { communityId, userId, bannedBy: viewer.userId, ...terms });
      const wasMember = await this.memberships.remove(tx, communityId, userId);
      await this.audit.record(tx, {
        communityId,
        actorId: viewer.userId,
        action: 'member.banned',
        targetId: userId,
        detail: { ...terms },
      });
      if (wasMember) await this.announceLeft(tx, viewer, communityId, userId, 'banned');
    });
  }

  /** Lifting a ban that is not there changes nothing. Errors: `not_found`, `forbidden`. */
  async unban(viewer: SignedInViewer, communityId: CommunityId, userId: UserId): Promise<void> {
    await this.database.transaction(async (tx) => {
      await lockCommunity(tx, communityId, 'exclusive');
      assertHolds(await this.access.membership(viewer, communityId), bit.ban_members);
      const { numDeletedRows } = await tx
        .deleteFrom('bans')
        .where('community_id', '=', communityId)
        .where('user_id', '=', userId)
        .executeTakeFirst();
      if (numDeletedRows === 0n) return;
      await this.audit.record(tx, {
        communityId,
        actorId: viewer.userId,
        action: 'member.unbanned',
        targetId: userId,
      });
    });
  }

  private assertAhead(moment: Date | null | undefined, path: string): void {
    if (moment && moment <= this.clock.now()) throw invalidInput(path, 'in_the_past', 'This time is over');
  }

  private async rename(
    tx: Tx,
    communityId: CommunityId,
    userId: UserId,
    nickname: string | null,
  ): Promise<boolean> {
    const { numUpdatedRows } = await tx
      .updateTable('members')
      .set({ nickname })
      .where('community_id', '=', communityId)
      .where('user_id', '=', userId)
      .where('nickname', 'is distinct from', nickname)
      .executeTakeFirst();
    return numUpdatedRows > 0n;
  }

  private async timeOut(
    tx: Tx,
    communityId: CommunityId,
    userId: UserId,
    until: Date | null,
  ): Promise<boolean> {
    if (!until) return this.timeouts.lift(tx, communityId, userId);
    await this.timeouts.begin(tx, communityId, userId, until);
    return true;
  }

  private async putBan(tx: Tx, ban: Ban): Promise<void> {
    const terms = {
      banned_by: ban.bannedBy,
      reason: ban.reason,
      created_at: this.clock.now(),
      expires_at: ban.expiresAt,
    };
    await tx
      .insertInto('bans')
      .values({ community_id: ban.communityId, user_id: ban.userId, ...terms })
      .onConflict((conflict) => conflict.columns(['community_id', 'user_id']).doUpdateSet(terms))
      .execute();
  }

  private async announceLeft(
    tx: Tx,
    viewer: SignedInViewer,
    communityId: CommunityId,
    userId: UserId,
    reason: 'kicked' | 'banned',
  ): Promise<void> {
    await this.events.append(tx, {
      name: 'member.left',
      subject: { communityId, userId, reason },
      topics: memberLeftTopics(communityId, userId),
      actorId: viewer.userId,
    });
  }
}
