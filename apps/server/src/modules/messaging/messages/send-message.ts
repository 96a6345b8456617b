import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { ChannelId, Message, MessageDraft, MessageId, UserId, UserSummary } from '@plaza/contract';
import { Clock } from '../../../platform/clock/clock.js';
import { Database, type Tx } from '../../../platform/database/database.js';
import { EventLog } from '../../../platform/events/event-log.js';
import type { SignedInViewer } from '../../../platform/http/viewer.js';
import { Ids } from '../../../platform/ids/ids.js';
import { invalidInput, ProblemError } from '../../../platform/problems/problem-error.js';
import { userTopic } from '../../../platform/realtime/realtime.js';
import { lockPair } from '../../graph/index.js';
import { channelTypes } from '../channels/channel-types.js';
import { DirectChannelsService, peerOf } from '../channels/direct-channels.service.js';
import { messagesTopic } from '../messaging.events.js';
import { assertMayWrite, assertSlowModeElapsed } from '../messaging.policy.js';
import { type MessageRow, MessagesRepository, type SendContext } from './messages.repository.js';
import { MessagesViews } from './messages.views.js';

const NONCE_MS = 24 * 60 * 60 * 1000;
const DIGEST_BYTES = 12;

interface Sent {
  row: MessageRow;
  author: UserSummary;
  permissions: bigint;
}

/** Sends messages: what is acknowledged is stored once, in one order for all, and never after the permission to write has ended. */
@Injectable()
export class SendMessage {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly ids: Ids,
    private readonly events: EventLog,
    private readonly directChannels: DirectChannelsService,
    private readonly repository: MessagesRepository,
    private readonly views: MessagesViews,
  ) {}

  /**
   * Sends a message to a channel; the same draft under the same nonce gives the first message again. Errors: `not_found`,
   * `forbidden` or why the viewer cannot write there, `slow_mode` with the time left, `nonce_reused`, `invalid_input` for a
   * reply to what is not in the channel.
   */
  async send(viewer: SignedInViewer, channelId: ChannelId, draft: MessageDraft): Promise<Message> {
    const { row, author, permissions } = await this.database.transaction((tx) =>
      this.write(tx, viewer.userId, channelId, draft),
    );
    return this.views.message(row, { viewerId: viewer.userId, permissions, people: [author] });
  }

  /** Sends to a person in the direct channel with them, opened where needed. Errors: those of opening and of sending. */
  async sendDirect(viewer: SignedInViewer, receiverId: UserId, body: string): Promise<Message> {
    const channel = await this.directChannels.open(viewer, receiverId);
    return this.send(viewer, channel.id, { body });
  }

  private async write(tx: Tx, authorId: UserId, channelId: ChannelId, draft: MessageDraft): Promise<Sent> {
    const channel = await this.repository.lockChannel(tx, channelId, authorId);
    if (!channel) throw new ProblemError('not_found');
    const peerId = peerOf(channel, authorId);
    if (peerId) await lockPair(tx, authorId, peerId, 'shared');
    const { replyTo = null, nonce = null } = draft;
    const context = await this.repository.sendContext(tx, channelId, authorId, { replyTo, nonce });
    if (!context) throw new ProblemError('not_found');

    const { author, permissions } = context;
    const draftDigest = nonce === null ? null : digestOf(draft);
    const repeated = await this.repeated(tx, context, draftDigest);
    if (repeated) return { row: repeated, author, permissions };
    assertMayWrite({ permissions, closedBy: await this.directChannels.denialIn(channel, authorId) });
    this.assertFits(context, draft);

    const { isConversation } = channelTypes[channel.type];
    const id = this.ids.next<MessageId>();
    const { row, newTo } = await this.repository.insert(tx, {
      id,
      channelId,
      authorId,
      body: draft.body,
      replyTo,
      nonce,
      draftDigest,
      readOrdinal: context.read_ordinal,
      isConversation,
    });
    await this.events.append(tx, {
      name: 'message.sent',
      subject: {
        channelId,
        channelType: channel.type,
        communityId: channel.community_id,
        messageId: id,
        ordinal: row.ordinal,
        authorId,
        newTo,
      },
      topics: [messagesTopic(channelId), ...newTo.map(userTopic)],
      actorId: authorId,
    });
    return { row, author, permissions };
  }

  /** The message that took the nonce, while it holds. Errors: `nonce_reused` when it was another draft. */
  private async repeated(
    tx: Tx,
    { repeated_id, repeated_at, repeated_digest }: SendContext,
    draftDigest: Buffer | null,
  ): Promise<MessageRow | undefined> {
    if (repeated_id === null || repeated_at === null || draftDigest === null) return undefined;
    if (this.clock.milliseconds() - repeated_at.getTime() >= NONCE_MS) {
      await this.repository.freeNonce(tx, repeated_id);
      return undefined;
    }
    // What was deleted since keeps no trace of its draft, and is given again as the tombstone it is.
    if (repeated_digest !== null && !repeated_digest.equals(draftDigest))
      throw new ProblemError('nonce_reused');
    return this.repository.find(repeated_id);
  }

  private assertFits(context: SendContext, draft: MessageDraft): void {
    assertSlowModeElapsed(context.permissions, {
      slowModeSeconds: context.slow_mode_seconds,
      lastSentAt: context.last_sent_at,
      now: this.clock.now(),
    });
    if (draft.replyTo && !context.reply_is_here) {
      throw invalidInput('replyTo', 'not_here', 'There is no such message in this channel');
    }
  }
}

function digestOf({ body, replyTo }: MessageDraft): Buffer {
  return createHash('sha256')
    .update(JSON.stringify([body, replyTo ?? null]))
    .digest()
    .subarray(0, DIGEST_BYTES);
}
