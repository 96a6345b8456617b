import { Module } from '@nestjs/common';
import { IdentityModule } from '../identity/index.js';
import { NotificationsController } from './notifications.controller.js';
import { NotificationsListeners } from './notifications.listeners.js';
import { NotificationsQueries } from './notifications.queries.js';
import { NotificationsRealtime } from './notifications.realtime.js';
import { NotificationsRepository } from './notifications.repository.js';
import { NotificationsService } from './notifications.service.js';
import { NotificationsViews } from './notifications.views.js';
import { UnreadCounts } from './unread-counts.js';

export const notificationsControllers = [NotificationsController] as const;

export { eraseSubjects } from './notifications.erasure.js';
export { UnreadCounts } from './unread-counts.js';

/** The inbox: whom to notify, grouping, reading. What there is to notify of is declared by the features themselves. */
@Module({
  imports: [IdentityModule],
  providers: [
    ...notificationsControllers,
    NotificationsService,
    NotificationsQueries,
    NotificationsRepository,
    NotificationsViews,
    NotificationsListeners,
    NotificationsRealtime,
    UnreadCounts,
  ],
  exports: [UnreadCounts],
})
export class NotificationsModule {}
