import { Injectable } from '@nestjs/common';
import type { ChannelId, MessageId, Pointer, UserId } from '@plaza/contract';
import { sql } from 'kysely';
import { Database, type Tx } from '../../../platform/database/database.js';
import { EventLog } from '../../../platform/events/event-log.js';
import type { SignedInViewer } from '../../../platform/http/viewer.js';
import { invalidInput, ProblemError } from '../../../platform/problems/problem-error.js';
import { userTopic } from '../../../platform/realtime/realtime.js';
import { type ChannelRow, ChannelsQueries } from '../channels/channels.queries.js';
import { DirectRules } from '../channels/direct-rules.js';
import { peerOf } from '../channels/send-context.js';
import { messagesTopic } from '../messaging.events.js';
import { assertMayRead } from '../messaging.policy.js';
import { pointerLock } from './pointer-lock.js';
import { PointersQueries } from './pointers.queries.js';

/** How far people have read. */
@Injectable()
export class PointersService {
  constructor(
    private readonly database: Database,
    private readonly events: EventLog,
    private readonly channels: ChannelsQueries,
    private readonly queries: PointersQueries,
    private readonly rules: DirectRules,
  ) {}

  /** Moves the viewer's mark up to a message, never back. Errors: `not_found`, `forbidden`, `invalid_input`. */
  async read(viewer: SignedInViewer, channelId: ChannelId, messageId: MessageId): Promise<Pointer> {
    return this.database.transaction(async (tx) => {
      await sql`select ${pointerLock(channelId, viewer.userId)}`.execute(tx);
      const channel = await this.channels.viewable(viewer, channelId);
      assertMayRead(channel.permissions);
      if (!channel.is_member) throw new ProblemError('forbidden');
      const ordinal = await this.queries.ordinalOf(channelId, messageId);
      if (ordinal === undefined) {
        throw invalidInput('messageId', 'not_here', 'There is no such message in this channel');
      }
      const moved = ordinal > channel.read_ordinal && (await this.move(tx, viewer.userId, channel, ordinal));
      return moved || this.current(viewer.userId, channel);
    });
  }

  /** The marks of both in a direct channel, as far as they see each other's; in a community everybody sees their own. */
  async list(viewer: SignedInViewer, channelId: ChannelId): Promise<Pointer[]> {
    const channel = await this.channels.viewable(viewer, channelId);
    const peerId = channel.type === 'direct' ? peerOf(channel, viewer.userId) : null;
    const isShown = peerId !== null && (await this.rules.showMarks(viewer.userId, peerId));
    return this.queries.of(channelId, isShown && peerId ? [viewer.userId, peerId] : [viewer.userId]);
  }

  private async move(tx: Tx, userId: UserId, channel: ChannelRow, ordinal: number): Promise<Pointer> {
    const pointer = await this.queries.moveRead(tx, channel.id, userId, ordinal);
    await this.events.append(tx, {
      name: 'channel.read',
      subject: { ...pointer, communityId: channel.community_id },
      topics: [channel.type === 'direct' ? messagesTopic(channel.id) : userTopic(userId)],
      actorId: userId,
    });
    return pointer;
  }

  private async current(userId: UserId, channel: ChannelRow): Promise<Pointer> {
    const [pointer] = await this.queries.of(channel.id, [userId]);
    const { read_ordinal } = channel;
    return (
      pointer ?? { channelId: channel.id, userId, deliveredOrdinal: read_ordinal, readOrdinal: read_ordinal }
    );
  }
}
