import { Module } from '@nestjs/common';
import { CommunitiesModule } from '../communities/index.js';
import { GraphModule } from '../graph/index.js';
import { IdentityModule } from '../identity/index.js';
import { NotificationsModule } from '../notifications/index.js';
import { ChannelSubscriptions } from './channels/channel-subscriptions.js';
import { ChannelsController } from './channels/channels.controller.js';
import { ChannelsQueries } from './channels/channels.queries.js';
import { ChannelsRealtime } from './channels/channels.realtime.js';
import { ChannelsRepository } from './channels/channels.repository.js';
import { ChannelsService } from './channels/channels.service.js';
import { ChannelsViews } from './channels/channels.views.js';
import { DirectChannelsService } from './channels/direct-channels.service.js';
import { EditMessage } from './messages/edit-message.js';
import { MessageHistory } from './messages/message-history.js';
import { MessageParts } from './messages/message-parts.js';
import { MessagesController } from './messages/messages.controller.js';
import { MessagesRealtime } from './messages/messages.realtime.js';
import { MessagesRepository } from './messages/messages.repository.js';
import { MessagesViews } from './messages/messages.views.js';
import { SendMessage } from './messages/send-message.js';
import { TypingService } from './messages/typing.service.js';
import './messaging.events.js';
import { MessagingJobs } from './messaging.jobs.js';
import { MessagingListeners } from './messaging.listeners.js';
import { MessagingNotifications } from './messaging.notifications.js';
import './messaging.tables.js';
import { ExplainPermissions } from './channels/explain-permissions.js';
import { OverwritesRepository } from './channels/overwrites.repository.js';
import { OverwritesService } from './channels/overwrites.service.js';
import { ReadStatesRepository } from './read-states/read-states.repository.js';
import { ReadStatesService } from './read-states/read-states.service.js';

export { MessageParts } from './messages/message-parts.js';

export const messagingControllers = [ChannelsController, MessagesController] as const;

/** Channels and the messages in them. */
@Module({
  imports: [IdentityModule, GraphModule, NotificationsModule, CommunitiesModule],
  providers: [
    ...messagingControllers,
    ChannelsService,
    DirectChannelsService,
    ChannelsRepository,
    ChannelsQueries,
    ChannelsViews,
    ChannelSubscriptions,
    ChannelsRealtime,
    OverwritesService,
    OverwritesRepository,
    ExplainPermissions,
    SendMessage,
    EditMessage,
    MessageHistory,
    MessagesRepository,
    MessageParts,
    MessagesViews,
    MessagesRealtime,
    TypingService,
    ReadStatesService,
    ReadStatesRepository,
    MessagingListeners,
    MessagingJobs,
    MessagingNotifications,
  ],
  exports: [MessageParts],
})
export class MessagingModule {}
