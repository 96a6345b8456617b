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
import { bit } from '../../communities/index.js';
import { lockPair } from '../../graph/index.js';
import { DirectChannelsService } from '../channels/direct-channels.service.js';
import { DirectRules } from '../channels/direct-rules.js';
import { peerOf, writeContextOf } from '../channels/send-context.js';
import { messagesTopic } from '../messaging.events.js';
import { assertMayWrite, assertSlowModeElapsed, type WriteContext } from '../messaging.policy.js';
import type { MessageRow } from './message-rows.js';
import { MessagesQueries } from './messages.queries.js';
import { messageFor } from './messages.views.js';
import { type LockedChannel, type SendContext, SendingQueries } from './sending.queries.js';

const NONCE_MS = 24 * 60 * 60 * 1000;
const DIGEST_BYTES = 12;

/** Sending: what was acknowledged is there once, in one order for all, and nothing follows the end of a right. */
@Injectable()
export class SendingService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly ids: Ids,
    private readonly events: EventLog,
    private readonly rules: DirectRules,
    private readonly directChannels: DirectChannelsService,
    private readonly messages: MessagesQueries,
    private readonly queries: SendingQueries,
  ) {}

  /**
   * Sends a message to a channel; the same draft under the same nonce gives the first message again. Errors: `not_found`,
   * `forbidden` or why the viewer cannot write there, `slow_mode` with the time left, `nonce_reused`, `invalid_input` for a
   * reply to what is not in the channel.
   */
  async send(viewer: SignedInViewer, channelId: ChannelId, draft: MessageDraft): Promise<Message> {
    const { row, author } = await this.database.transaction((tx) =>
      this.place(tx, viewer.userId, channelId, draft),
    );
    return messageFor(viewer.userId, row, author, bit.send_messages);
  }

  /** Sends to a person in the direct channel with them, opened where needed. Errors: those of opening and of sending. */
  async sendDirect(viewer: SignedInViewer, receiverId: UserId, body: string): Promise<Message> {
    const channel = await this.directChannels.open(viewer, receiverId);
    return this.send(viewer, channel.id, { body });
  }

  private async place(
    tx: Tx,
    authorId: UserId,
    channelId: ChannelId,
    draft: MessageDraft,
  ): Promise<{ row: MessageRow; author: UserSummary }> {
    const channel = await this.queries.lock(tx, channelId, authorId);
    if (!channel) throw new ProblemError('not_found');
    const peerId = channel.type === 'direct' ? peerOf(channel, authorId) : null;
    if (peerId) await lockPair(tx, authorId, peerId, 'shared');
    const { replyTo = null, nonce = null } = draft;
    const sendContext = await this.queries.sendContext(tx, channelId, authorId, { replyTo, nonce });
    if (!sendContext) throw new ProblemError('not_found');

    const draftDigest = nonce === null ? null : digestOf(draft);
    const repeated = await this.repeated(tx, sendContext, draftDigest);
    const { author } = sendContext;
    if (repeated) return { row: repeated, author };
    assertMayWrite(await this.writeContextFor(sendContext, authorId, peerId));
    this.assertFits(sendContext, draft);

    const row = await this.queries.insert(tx, {
      id: this.ids.next<MessageId>(),
      channelId,
      authorId,
      peerId,
      body: draft.body,
      replyTo,
      nonce,
      draftDigest,
      readOrdinal: sendContext.read_ordinal,
    });
    await this.announce(tx, channel, row, peerId);
    return { row, author };
  }

  /** The message that took the nonce, while it holds. Errors: `nonce_reused` when it was another draft. */
  private async repeated(
    tx: Tx,
    { repeated_id, repeated_at, repeated_digest }: SendContext,
    draftDigest: Buffer | null,
  ): Promise<MessageRow | undefined> {
    if (repeated_id === null || repeated_at === null || draftDigest === null) return undefined;
    if (this.clock.milliseconds() - repeated_at.getTime() >= NONCE_MS) {
      await this.queries.freeNonce(tx, repeated_id);
      return undefined;
    }
    // What was deleted since keeps no trace of its draft, and is given again as the tombstone it is.
    if (repeated_digest !== null && !repeated_digest.equals(draftDigest))
      throw new ProblemError('nonce_reused');
    return this.messages.find(repeated_id);
  }

  private async writeContextFor(
    { type, permissions }: SendContext,
    authorId: UserId,
    peerId: UserId | null,
  ): Promise<WriteContext> {
    return writeContextOf({ type, permissions }, peerId && (await this.rules.verdict(authorId, peerId)));
  }

  private assertFits(sendContext: SendContext, draft: MessageDraft): void {
    assertSlowModeElapsed(sendContext.permissions, {
      slowModeSeconds: sendContext.slow_mode_seconds,
      lastSentAt: sendContext.last_sent_at,
      now: this.clock.now(),
    });
    if (draft.replyTo && !sendContext.reply_is_here) {
      throw invalidInput('replyTo', 'not_here', 'There is no such message in this channel');
    }
  }

  private async announce(
    tx: Tx,
    channel: LockedChannel,
    row: MessageRow,
    peerId: UserId | null,
  ): Promise<void> {
    const newTo = peerId !== null && row.ordinal === 1 ? [row.author_id, peerId] : [];
    await this.events.append(tx, {
      name: 'message.sent',
      subject: {
        channelId: row.channel_id,
        communityId: channel.community_id,
        messageId: row.id,
        ordinal: row.ordinal,
        authorId: row.author_id,
        newTo,
      },
      topics: [messagesTopic(row.channel_id), ...newTo.map(userTopic)],
      actorId: row.author_id,
    });
  }
}

function digestOf({ body, replyTo }: MessageDraft): Buffer {
  return createHash('sha256')
    .update(JSON.stringify([body, replyTo ?? null]))
    .digest()
    .subarray(0, DIGEST_BYTES);
}
