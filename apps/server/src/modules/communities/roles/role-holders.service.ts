import { Injectable } from '@nestjs/common';
import type { CommunityId, RoleId, UserId } from '@plaza/contract';
import { Database, type Tx } from '../../../platform/database/database.js';
import { EventLog } from '../../../platform/events/event-log.js';
import type { SignedInViewer } from '../../../platform/http/viewer.js';
import { ProblemError } from '../../../platform/problems/problem-error.js';
import { AuditLog } from '../audit-log.js';
import { communityTopics } from '../communities.events.js';
import {
  assertHolds,
  assertOutranks,
  assertRanksAbove,
  assertWithin,
  isMember,
} from '../communities.policy.js';
import { CommunityAccess } from '../permissions/community-access.js';
import { lockCommunity } from '../permissions/community-lock.js';
import { bit, communityPermissions, type Membership } from '../permissions/permissions.js';
import { type RoleRow, RolesQueries } from './roles.queries.js';
import { assertNotEveryone } from './roles.service.js';

interface Holding {
  communityId: CommunityId;
  userId: UserId;
  roleId: RoleId;
}

/** Gives roles to members and takes them away: both the member and the role have to rank below the actor. */
@Injectable()
export class RoleHoldersService {
  constructor(
    private readonly database: Database,
    private readonly events: EventLog,
    private readonly access: CommunityAccess,
    private readonly roles: RolesQueries,
    private readonly audit: AuditLog,
  ) {}

  /**
   * Giving again changes nothing. Errors: `not_found`, `forbidden`, `hierarchy` also for a role that allows what the viewer
   * lacks, `invalid_input` for `@everyone`.
   */
  async give(viewer: SignedInViewer, holding: Holding): Promise<void> {
    await this.database.transaction(async (tx) => {
      const { own, role } = await this.decide(tx, viewer, holding);
      assertWithin(communityPermissions(own), role.permissions);
      const { numInsertedOrUpdatedRows } = await tx
        .insertInto('member_roles')
        .values({
          community_id: holding.communityId,
          user_id: holding.userId,
          role_id: holding.roleId,
        })
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst();
      if (numInsertedOrUpdatedRows === 1n) await this.announce(tx, viewer, holding, 'role.given');
    });
  }

  /** Taking a role that the member does not have changes nothing. Errors: `not_found`, `forbidden`, `hierarchy`, `invalid_input` for `@everyone`. */
  async take(viewer: SignedInViewer, holding: Holding): Promise<void> {
    await this.database.transaction(async (tx) => {
      await this.decide(tx, viewer, holding);
      const { numDeletedRows } = await tx
        .deleteFrom('member_roles')
        .where('community_id', '=', holding.communityId)
        .where('user_id', '=', holding.userId)
        .where('role_id', '=', holding.roleId)
        .executeTakeFirst();
      if (numDeletedRows === 1n) await this.announce(tx, viewer, holding, 'role.taken');
    });
  }

  private async decide(
    tx: Tx,
    viewer: SignedInViewer,
    { communityId, userId, roleId }: Holding,
  ): Promise<{ own: Membership; role: RoleRow }> {
    await lockCommunity(tx, communityId, 'exclusive');
    const { own, other } = await this.access.membershipsOfTwo(viewer.userId, communityId, userId);
    assertHolds(own, bit.manage_roles);
    const role = await this.roles.find(communityId, roleId);
    if (!role || !isMember(other)) throw new ProblemError('not_found');
    assertNotEveryone(role);
    assertOutranks(own, other);
    assertRanksAbove(own, role.position);
    return { own, role };
  }

  private async announce(
    tx: Tx,
    viewer: SignedInViewer,
    { communityId, userId, roleId }: Holding,
    action: 'role.given' | 'role.taken',
  ): Promise<void> {
    await this.audit.record(tx, {
      communityId,
      actorId: viewer.userId,
      action,
      targetId: userId,
      detail: { roleId },
    });
    await this.events.append(tx, {
      name: 'member.updated',
      subject: { communityId, userId },
      topics: communityTopics(communityId, userId),
      actorId: viewer.userId,
    });
  }
}
