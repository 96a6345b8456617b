import { Module } from '@nestjs/common';
import { IdentityModule } from '../identity/index.js';
import { BlocksController } from './blocks/blocks.controller.js';
import { BlocksQueries } from './blocks/blocks.queries.js';
import { BlocksService } from './blocks/blocks.service.js';
import { FollowsController } from './follows/follows.controller.js';
import { FollowsQueries } from './follows/follows.queries.js';
import { FollowsRepository } from './follows/follows.repository.js';
import { FollowsService } from './follows/follows.service.js';
import './graph.events.js';
import { GraphListeners } from './graph.listeners.js';
import { GraphNotifications } from './graph.notifications.js';
import { GraphQueries } from './graph.queries.js';
import { GraphRealtime } from './graph.realtime.js';
import './graph.tables.js';
import { ProfilesController } from './profiles/profiles.controller.js';
import { ProfilesQueries } from './profiles/profiles.queries.js';

export { type DirectRefusal, mayWriteDirect } from './direct-messages.policy.js';
export { GraphQueries } from './graph.queries.js';
export { blockedEitherWay, followeesOf, followersOf, follows, type SqlViewer } from './graph.sql.js';
export { lockPair } from './pair-lock.js';

export const graphControllers = [FollowsController, BlocksController, ProfilesController] as const;

/** Follows and blocks, and accounts as others see them. */
@Module({
  imports: [IdentityModule],
  providers: [
    GraphQueries,
    FollowsRepository,
    ...graphControllers,
    FollowsService,
    FollowsQueries,
    BlocksService,
    BlocksQueries,
    ProfilesQueries,
    GraphListeners,
    GraphRealtime,
    GraphNotifications,
  ],
  exports: [GraphQueries],
})
export class GraphModule {}
