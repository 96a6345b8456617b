import { Module } from '@nestjs/common';
import { PresenceController } from './presence.controller.js';
import { PresenceQueries } from './presence.queries.js';
import { PresenceRealtime } from './presence.realtime.js';
import { PresenceService } from './presence.service.js';
import './presence.tables.js';
import { PresenceFacts } from './presence-facts.js';
import { PresenceTimings } from './presence-timings.js';
import { WatchedPeople } from './watched-people.js';

/** Who is there, for those who may know. */
@Module({
  providers: [
    PresenceTimings,
    PresenceQueries,
    PresenceFacts,
    WatchedPeople,
    PresenceService,
    PresenceController,
    PresenceRealtime,
  ],
})
export class PresenceModule {}
