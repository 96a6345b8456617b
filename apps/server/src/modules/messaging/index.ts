import { Module } from '@nestjs/common';
import { CommunitiesModule } from '../communities/index.js';
import { GraphModule } from '../graph/index.js';
import { IdentityModule } from '../identity/index.js';
import { ChannelDirectory } from './channel-directory.js';
import { ChannelRights } from './channels/channel-rights.js';
import { ChannelRows } from './channels/channel-rows.js';
import { ChannelsController } from './channels/channels.controller.js';
import { ChannelsErasure } from './channels/channels.erasure.js';
import { ChannelsListeners } from './channels/channels.listeners.js';
import { ChannelsQueries } from './channels/channels.queries.js';
import { ChannelsRealtime } from './channels/channels.realtime.js';
import { ChannelsService } from './channels/channels.service.js';
import { ChannelsViews } from './channels/channels.views.js';
import { DirectChannelsService } from './channels/direct-channels.service.js';
import { DirectFrames } from './channels/direct-frames.js';
import { DirectRules } from './channels/direct-rules.js';
import { SubscribedChannels } from './channels/subscribed-channels.js';
import { TopicsQueries } from './channels/topics.queries.js';
import { HistoryService } from './messages/history.service.js';
import { MessageEditsService } from './messages/message-edits.service.js';
import { MessagesController } from './messages/messages.controller.js';
import { MessagesQueries } from './messages/messages.queries.js';
import { MessagesRealtime } from './messages/messages.realtime.js';
import { MessagesViews } from './messages/messages.views.js';
import { SendingQueries } from './messages/sending.queries.js';
import { SendingService } from './messages/sending.service.js';
import { MessagingCommands } from './messaging.commands.js';
import './messaging.events.js';
import './messaging.tables.js';
import { ChannelPermissionsService } from './overwrites/channel-permissions.service.js';
import { OverwriteRows } from './overwrites/overwrite-rows.js';
import { OverwritesController } from './overwrites/overwrites.controller.js';
import { OverwritesQueries } from './overwrites/overwrites.queries.js';
import { OverwritesService } from './overwrites/overwrites.service.js';
import { DeliveryMarks } from './pointers/delivery-marks.js';
import { PointersController } from './pointers/pointers.controller.js';
import { PointersQueries } from './pointers/pointers.queries.js';
import { PointersRealtime } from './pointers/pointers.realtime.js';
import { PointersService } from './pointers/pointers.service.js';
import { TypingController } from './typing/typing.controller.js';
import { TypingService } from './typing/typing.service.js';

export { ChannelDirectory } from './channel-directory.js';

/** Channels and the messages in them. */
@Module({
  imports: [IdentityModule, GraphModule, CommunitiesModule],
  providers: [
    ChannelsController,
    ChannelsService,
    DirectChannelsService,
    DirectRules,
    DirectFrames,
    ChannelRows,
    ChannelsQueries,
    TopicsQueries,
    SubscribedChannels,
    ChannelsViews,
    ChannelRights,
    ChannelsRealtime,
    ChannelsListeners,
    ChannelsErasure,
    OverwritesController,
    OverwritesService,
    OverwriteRows,
    OverwritesQueries,
    ChannelPermissionsService,
    MessagesController,
    SendingService,
    SendingQueries,
    MessageEditsService,
    HistoryService,
    MessagesQueries,
    MessagesViews,
    MessagesRealtime,
    PointersController,
    PointersService,
    PointersQueries,
    PointersRealtime,
    DeliveryMarks,
    TypingController,
    TypingService,
    MessagingCommands,
    ChannelDirectory,
  ],
  exports: [ChannelDirectory],
})
export class MessagingModule {}
