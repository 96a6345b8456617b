import { Injectable } from '@nestjs/common';
import type { Message, MessageId } from '@plaza/contract';
import { Clock } from '../../../platform/clock/clock.js';
import { Database, type Tx } from '../../../platform/database/database.js';
import { EventLog } from '../../../platform/events/event-log.js';
import type { SignedInViewer } from '../../../platform/http/viewer.js';
import { ProblemError } from '../../../platform/problems/problem-error.js';
import { AuditLog, bit, holds } from '../../communities/index.js';
import { lockPair } from '../../graph/index.js';
import { lockCommunityOf } from '../channels/channel-lock.js';
import { type ChannelRow, ChannelsQueries } from '../channels/channels.queries.js';
import { DirectRules } from '../channels/direct-rules.js';
import { peerOf, writeContextOf } from '../channels/send-context.js';
import { messagesTopic } from '../messaging.events.js';
import { assertMayWrite, mayRead } from '../messaging.policy.js';
import type { MessageRow } from './message-rows.js';
import { MessagesQueries } from './messages.queries.js';
import { MessagesViews } from './messages.views.js';

interface Found {
  /** As it was before anything is held. */
  known: MessageRow;
  channel: ChannelRow;
}

/** Changing messages that are there. */
@Injectable()
export class MessageEditsService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly events: EventLog,
    private readonly audit: AuditLog,
    private readonly rules: DirectRules,
    private readonly channels: ChannelsQueries,
    private readonly queries: MessagesQueries,
    private readonly views: MessagesViews,
  ) {}

  /** Changes the own message as long as the viewer may write there. Errors: `not_found`, `forbidden`, and why they cannot write. */
  async edit(viewer: SignedInViewer, messageId: MessageId, body: string): Promise<Message> {
    return this.database.transaction(async (tx) => {
      const { known, channel } = await this.find(tx, viewer, messageId);
      if (known.author_id !== viewer.userId) throw new ProblemError('forbidden');
      await this.assertMayWrite(tx, viewer, channel);
      const message = await this.queries.hold(tx, messageId);
      if (!message || message.deleted_at) throw new ProblemError('not_found');
      if (message.body === body) return this.view(viewer, message);
      const editedAt = this.clock.now();
      await tx
        .updateTable('messages')
        .set({ body, edited_at: editedAt })
        .where('id', '=', messageId)
        .execute();
      await this.announce(tx, 'message.updated', viewer, channel, message);
      return this.view(viewer, { ...message, body, edited_at: editedAt });
    });
  }

  /** Erases the body at once and leaves a tombstone; again changes nothing. Errors: `not_found`, `forbidden`. */
  async delete(viewer: SignedInViewer, messageId: MessageId): Promise<void> {
    await this.database.transaction(async (tx) => {
      const { known, channel } = await this.find(tx, viewer, messageId);
      const isOwn = known.author_id === viewer.userId;
      const mayManage = channel.type === 'text' && holds(channel.permissions, bit.manage_messages);
      if (!isOwn && !mayManage) throw new ProblemError('forbidden');
      const message = await this.queries.hold(tx, messageId);
      if (!message || message.deleted_at) return;
      await tx
        .updateTable('messages')
        .set({ body: '', draft_digest: null, edited_at: null, deleted_at: this.clock.now() })
        .where('id', '=', messageId)
        .execute();
      if (!isOwn && channel.community_id) {
        await this.audit.record(tx, {
          communityId: channel.community_id,
          actorId: viewer.userId,
          action: 'message.deleted',
          targetId: messageId,
          detail: { channelId: channel.id, authorId: message.author_id },
        });
      }
      await this.announce(tx, 'message.deleted', viewer, channel, message);
    });
  }

  /** Holds the rights in its community. Errors: `not_found` unless the viewer may read it or wrote it. */
  private async find(tx: Tx, viewer: SignedInViewer, messageId: MessageId): Promise<Found> {
    const known = await this.queries.find(messageId);
    if (!known) throw new ProblemError('not_found');
    await lockCommunityOf(tx, known.channel_id, 'shared');
    const channel = await this.channels.viewable(viewer, known.channel_id);
    if (!mayRead(channel.permissions) && known.author_id !== viewer.userId)
      throw new ProblemError('not_found');
    return { known, channel };
  }

  private async assertMayWrite(tx: Tx, viewer: SignedInViewer, channel: ChannelRow): Promise<void> {
    const peerId = channel.type === 'direct' ? peerOf(channel, viewer.userId) : null;
    if (peerId) await lockPair(tx, viewer.userId, peerId, 'shared');
    const verdict = peerId && (await this.rules.verdict(viewer.userId, peerId));
    assertMayWrite(writeContextOf(channel, verdict));
  }

  private async view(viewer: SignedInViewer, row: MessageRow): Promise<Message> {
    const [view] = await this.views.messages(viewer, [row], bit.send_messages);
    if (!view) throw new Error(`The message ${row.id} has no view`);
    return view;
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
