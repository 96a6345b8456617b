import { Injectable } from '@nestjs/common';
import type { Message, MessageId } from '@plaza/contract';
import { Clock } from '../../../platform/clock/clock.js';
import { Database, type Tx } from '../../../platform/database/database.js';
import { EventLog } from '../../../platform/events/event-log.js';
import type { SignedInViewer } from '../../../platform/http/viewer.js';
import { ProblemError } from '../../../platform/problems/problem-error.js';
import { AuditLog, bit, holds } from '../../communities/index.js';
import { lockPair } from '../../graph/index.js';
import { governingCommunity } from '../channels/channel-types.js';
import { type ChannelRow, ChannelsQueries } from '../channels/channels.queries.js';
import { lockCommunityOf } from '../channels/channels.repository.js';
import { DirectChannelsService, peerOf } from '../channels/direct-channels.service.js';
import { messagesTopic } from '../messaging.events.js';
import { assertMayWrite, mayRead } from '../messaging.policy.js';
import { type MessageRow, MessagesRepository } from './messages.repository.js';
import { MessagesViews } from './messages.views.js';

interface Found {
  /** As it was before it is locked. */
  known: MessageRow;
  channel: ChannelRow;
}

/** Changes and deletes messages. */
@Injectable()
export class EditMessage {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly events: EventLog,
    private readonly audit: AuditLog,
    private readonly directChannels: DirectChannelsService,
    private readonly channels: ChannelsQueries,
    private readonly repository: MessagesRepository,
    private readonly views: MessagesViews,
  ) {}

  /** Changes the own message as long as the viewer may write there. Errors: `not_found`, `forbidden`, and why they cannot write. */
  async edit(viewer: SignedInViewer, messageId: MessageId, body: string): Promise<Message> {
    return this.database.transaction(async (tx) => {
      const { known, channel } = await this.find(tx, viewer, messageId);
      if (known.author_id !== viewer.userId) throw new ProblemError('forbidden');
      await this.assertMayWrite(tx, viewer, channel);
      const message = await this.repository.lockForUpdate(tx, messageId);
      if (!message || message.deleted_at) throw new ProblemError('not_found');
      const views = { viewerId: viewer.userId, permissions: channel.permissions };
      if (message.body === body) return this.views.message(message, views);
      const editedAt = this.clock.now();
      await this.repository.setBody(tx, messageId, body, editedAt);
      await this.announce(tx, 'message.updated', viewer, channel, message);
      return this.views.message({ ...message, body, edited_at: editedAt }, views);
    });
  }

  /** Erases the body at once and leaves a tombstone; again changes nothing. Errors: `not_found`, `forbidden`. */
  async delete(viewer: SignedInViewer, messageId: MessageId): Promise<void> {
    await this.database.transaction(async (tx) => {
      const { known, channel } = await this.find(tx, viewer, messageId);
      const isOwn = known.author_id === viewer.userId;
      if (!isOwn && !holds(channel.permissions, bit.manage_messages)) throw new ProblemError('forbidden');
      const message = await this.repository.lockForUpdate(tx, messageId);
      if (!message || message.deleted_at) return;
      await this.repository.erase(tx, messageId);
      const communityId = governingCommunity(channel);
      if (!isOwn && communityId !== null) {
        await this.audit.record(tx, {
          communityId,
          actorId: viewer.userId,
          action: 'message.deleted',
          targetId: messageId,
          detail: { channelId: channel.id, authorId: message.author_id },
        });
      }
      await this.announce(tx, 'message.deleted', viewer, channel, message);
    });
  }

  /** Locks the permissions in its community. Errors: `not_found` unless the viewer may read it or wrote it. */
  private async find(tx: Tx, viewer: SignedInViewer, messageId: MessageId): Promise<Found> {
    const known = await this.repository.find(messageId);
    if (!known) throw new ProblemError('not_found');
    await lockCommunityOf(tx, known.channel_id, 'shared');
    const channel = await this.channels.viewable(viewer, known.channel_id);
    if (!mayRead(channel.permissions) && known.author_id !== viewer.userId)
      throw new ProblemError('not_found');
    return { known, channel };
  }

  private async assertMayWrite(tx: Tx, viewer: SignedInViewer, channel: ChannelRow): Promise<void> {
    const peerId = peerOf(channel, viewer.userId);
    if (peerId) await lockPair(tx, viewer.userId, peerId, 'shared');
    const closedBy = await this.directChannels.denialIn(channel, viewer.userId);
    assertMayWrite({ permissions: channel.permissions, closedBy });
  }

  private async announce(
    tx: Tx,
    name: 'message.updated' | 'message.deleted',
    viewer: SignedInViewer,
    channel: ChannelRow,
    message: MessageRow,
  ): Promise<void> {
    await this.events.append(tx, {
      name,
      subject: {
        channelId: channel.id,
        channelType: channel.type,
        communityId: channel.community_id,
        messageId: message.id,
        ordinal: message.ordinal,
        authorId: message.author_id,
      },
      topics: [messagesTopic(channel.id)],
      actorId: viewer.userId,
    });
  }
}
