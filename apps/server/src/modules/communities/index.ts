import { Module } from '@nestjs/common';
import { IdentityModule } from '../identity/index.js';
import { AuditLog } from './audit-log.js';
import { CommunitiesController } from './communities.controller.js';
import { CommunitiesJobs } from './communities.jobs.js';
import { CommunityAccess } from './permissions/community-access.js';
import './communities.events.js';
import { CommunitiesQueries } from './communities.queries.js';
import { CommunitiesRealtime } from './communities.realtime.js';
import { CommunitiesService } from './communities.service.js';
import './communities.tables.js';
import { MembersController } from './members/members.controller.js';
import { MembersQueries } from './members/members.queries.js';
import { MembersService } from './members/members.service.js';
import { MembersViews } from './members/members.views.js';
import { MembershipService } from './members/membership.service.js';
import { MembershipsRepository } from './members/memberships.repository.js';
import { Timeouts } from './members/timeouts.js';
import { RoleHoldersService } from './roles/role-holders.service.js';
import { RolesController } from './roles/roles.controller.js';
import { RolesQueries } from './roles/roles.queries.js';
import { RolesRepository } from './roles/roles.repository.js';
import { RolesService } from './roles/roles.service.js';

export { AuditLog } from './audit-log.js';
export { communityTopic } from './communities.events.js';
export {
  assertHolds,
  assertOutranks,
  assertRanksAbove,
  assertStaysIn,
  assertWithin,
  isMember,
  readPermissions,
} from './communities.policy.js';
export { sharesCommunity } from './members/shared-community.sql.js';
export { CommunityAccess } from './permissions/community-access.js';
export { communityLock, lockCommunity } from './permissions/community-lock.js';
export {
  bit,
  channelPermissions,
  DIRECT_PERMISSIONS,
  explain,
  holds,
  type Membership,
  type OverwriteRule,
  READING,
  type Verdict,
} from './permissions/permissions.js';
export { membershipOf, membershipsOf, permissionsInChannel } from './permissions/permissions.sql.js';

export const communitiesControllers = [CommunitiesController, MembersController, RolesController] as const;

/** Communities with members, roles and permissions: answers who may do what in them. */
@Module({
  imports: [IdentityModule],
  providers: [
    ...communitiesControllers,
    CommunitiesService,
    CommunitiesQueries,
    CommunitiesRealtime,
    CommunitiesJobs,
    CommunityAccess,
    AuditLog,
    MembersService,
    MembersQueries,
    MembersViews,
    MembershipService,
    MembershipsRepository,
    Timeouts,
    RolesService,
    RolesQueries,
    RolesRepository,
    RoleHoldersService,
  ],
  exports: [CommunityAccess, AuditLog],
})
export class CommunitiesModule {}
