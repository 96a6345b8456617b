import { Module } from '@nestjs/common';
import { AudienceModule } from '../audience/index.js';
import { EntriesModule } from '../entries/index.js';
import { GraphModule } from '../graph/index.js';
import { IdentityModule } from '../identity/index.js';
import { MessagingModule } from '../messaging/index.js';
import { NotificationsController } from './notifications.controller.js';
import { NotificationsListeners } from './notifications.listeners.js';
import { NotificationsQueries } from './notifications.queries.js';
import { NotificationsRealtime } from './notifications.realtime.js';
import { NotificationsService } from './notifications.service.js';
import { NotificationsViews } from './notifications.views.js';
import { NotificationsWriter } from './notifications.writer.js';

/** The inbox: follows what happens in the other modules; none of them knows of it. */
@Module({
  imports: [IdentityModule, GraphModule, AudienceModule, EntriesModule, MessagingModule],
  providers: [
    NotificationsController,
    NotificationsService,
    NotificationsQueries,
    NotificationsViews,
    NotificationsWriter,
    NotificationsListeners,
    NotificationsRealtime,
  ],
})
export class NotificationsModule {}
