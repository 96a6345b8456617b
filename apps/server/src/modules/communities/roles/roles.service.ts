import { Injectable } from '@nestjs/common';
import { type CommunityId, limits, type RoleId } from '@plaza/contract';
import { Database } from '../../../platform/database/database.js';
import { EventLog } from '../../../platform/events/event-log.js';
import type { SignedInViewer } from '../../../platform/http/viewer.js';
import { invalidInput, ProblemError } from '../../../platform/problems/problem-error.js';
import { AuditLog } from '../audit-log.js';
import { communityTopics } from '../communities.events.js';
import {
  assertHolds,
  assertRanksAbove,
  assertStaysIn,
  assertWithin,
  readPermissions,
} from '../communities.policy.js';
import { CommunityAccess } from '../permissions/community-access.js';
import { lockCommunity } from '../permissions/community-lock.js';
import {
  bit,
  communityPermissions,
  type Membership,
  withoutRole,
  withRolePermissions,
} from '../permissions/permissions.js';
import { type RoleRow, RolesQueries } from './roles.queries.js';
import { RolesRepository } from './roles.repository.js';

export interface RoleChanges {
  name?: string | undefined;
  permissions?: string | undefined;
  position?: number | undefined;
}

/** Manages the roles of a community: only roles below one's own, only permissions one has. */
@Injectable()
export class RolesService {
  constructor(
    private readonly database: Database,
    private readonly events: EventLog,
    private readonly access: CommunityAccess,
    private readonly queries: RolesQueries,
    private readonly rows: RolesRepository,
    private readonly audit: AuditLog,
  ) {}

  /** Errors: `not_found`, `forbidden`, `hierarchy`, `limit_reached`, `invalid_input`. */
  async create(
    viewer: SignedInViewer,
    communityId: CommunityId,
    draft: { name: string; permissions: string },
  ): Promise<RoleRow> {
    const permissions = readPermissions(draft.permissions, 'permissions');
    return this.database.transaction(async (tx) => {
      await lockCommunity(tx, communityId, 'exclusive');
      const own = await this.manager(viewer, communityId);
      assertRanksAbove(own, 0);
      assertWithin(communityPermissions(own), permissions);
      const { length } = await this.queries.list(communityId);
      if (length >= limits.rolesPerCommunity) throw new ProblemError('limit_reached');
      const role = await this.rows.insert(tx, communityId, { name: draft.name, permissions });
      await this.audit.record(tx, {
        communityId,
        actorId: viewer.userId,
        action: 'role.created',
        targetId: role.id,
        detail: { ...draft },
      });
      await this.events.append(tx, {
        name: 'role.created',
        subject: { communityId, roleId: role.id },
        topics: communityTopics(communityId),
        actorId: viewer.userId,
      });
      return role;
    });
  }

  /** Errors: `not_found`, `forbidden`, `hierarchy`, `would_lock_out` unless confirmed, `invalid_input`. */
  async update(
    viewer: SignedInViewer,
    communityId: CommunityId,
    roleId: RoleId,
    changes: RoleChanges,
    isConfirmed: boolean,
  ): Promise<RoleRow> {
    return this.database.transaction(async (tx) => {
      await lockCommunity(tx, communityId, 'exclusive');
      const own = await this.manager(viewer, communityId);
      const role = await this.roleBelow(own, communityId, roleId);
      const after = await this.changed(own, role, changes);
      const permissionsChanged = after.permissions !== role.permissions;
      if (permissionsChanged) {
        assertWithin(communityPermissions(own), role.permissions ^ after.permissions);
        const standingAfter = withRolePermissions(own, roleId, after.permissions);
        assertStaysIn(communityPermissions(standingAfter), bit.manage_roles, isConfirmed);
      }
      if (permissionsChanged || after.name !== role.name) await this.rows.update(tx, roleId, after);
      else if (after.position === role.position) return role;
      if (after.position !== role.position) await this.rows.move(tx, role, after.position);
      await this.audit.record(tx, {
        communityId,
        actorId: viewer.userId,
        action: 'role.updated',
        targetId: roleId,
        detail: { ...changes },
      });
      await this.events.append(tx, {
        name: 'role.updated',
        subject: { communityId, roleId, permissionsChanged },
        topics: communityTopics(communityId),
        actorId: viewer.userId,
      });
      return after;
    });
  }

  /** Errors: `not_found`, `forbidden`, `hierarchy`, `would_lock_out` unless confirmed, `invalid_input` for `@everyone`. */
  async delete(
    viewer: SignedInViewer,
    communityId: CommunityId,
    roleId: RoleId,
    isConfirmed: boolean,
  ): Promise<void> {
    await this.database.transaction(async (tx) => {
      await lockCommunity(tx, communityId, 'exclusive');
      const own = await this.manager(viewer, communityId);
      const role = await this.roleBelow(own, communityId, roleId);
      assertNotEveryone(role);
      assertStaysIn(communityPermissions(withoutRole(own, roleId)), bit.manage_roles, isConfirmed);
      await this.rows.delete(tx, role);
      await this.audit.record(tx, {
        communityId,
        actorId: viewer.userId,
        action: 'role.deleted',
        targetId: roleId,
        detail: { name: role.name },
      });
      await this.events.append(tx, {
        name: 'role.deleted',
        subject: { communityId, roleId },
        topics: communityTopics(communityId),
        actorId: viewer.userId,
      });
    });
  }

  private async manager(viewer: SignedInViewer, communityId: CommunityId): Promise<Membership> {
    const own = await this.access.membership(viewer, communityId);
    assertHolds(own, bit.manage_roles);
    return own;
  }

  private async roleBelow(own: Membership, communityId: CommunityId, roleId: RoleId): Promise<RoleRow> {
    const role = await this.queries.find(communityId, roleId);
    if (!role) throw new ProblemError('not_found');
    assertRanksAbove(own, role.position);
    return role;
  }

  /** The role after the change. A position beyond the highest role means the highest position. */
  private async changed(own: Membership, role: RoleRow, changes: RoleChanges): Promise<RoleRow> {
    const { name = role.name, position } = changes;
    const permissions =
      changes.permissions === undefined
        ? role.permissions
        : readPermissions(changes.permissions, 'permissions');
    if (role.is_everyone && (position !== undefined || name !== role.name)) {
      throw invalidInput(
        position === undefined ? 'name' : 'position',
        'fixed',
        '@everyone keeps its name and position',
      );
    }
    if (position === undefined) return { ...role, name, permissions };
    assertRanksAbove(own, position);
    const { length } = await this.queries.list(role.community_id);
    return { ...role, name, permissions, position: Math.min(position, length - 1) };
  }
}

export function assertNotEveryone(role: RoleRow): void {
  if (role.is_everyone) throw invalidInput('roleId', 'everyone', 'Everyone has @everyone, always');
}
