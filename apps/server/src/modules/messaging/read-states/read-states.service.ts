import { Injectable } from '@nestjs/common';
import type { ChannelId, MessageId, ReadState, UserId } from '@plaza/contract';
import { Database, type Tx } from '../../../platform/database/database.js';
import { EventLog } from '../../../platform/events/event-log.js';
import type { SignedInViewer } from '../../../platform/http/viewer.js';
import { invalidInput, ProblemError } from '../../../platform/problems/problem-error.js';
import { userTopic } from '../../../platform/realtime/realtime.js';
import { channelTypes } from '../channels/channel-types.js';
import { type ChannelRow, ChannelsQueries } from '../channels/channels.queries.js';
import { messagesTopic } from '../messaging.events.js';
import { assertMayRead } from '../messaging.policy.js';
import { ReadStatesRepository } from './read-states.repository.js';

/** How far people have read. */
@Injectable()
export class ReadStatesService {
  constructor(
    private readonly database: Database,
    private readonly events: EventLog,
    private readonly channels: ChannelsQueries,
    private readonly repository: ReadStatesRepository,
  ) {}

  /** Moves the viewer's read mark up to a message, never back. Errors: `not_found`, `forbidden`, `invalid_input`. */
  async read(viewer: SignedInViewer, channelId: ChannelId, messageId: MessageId): Promise<ReadState> {
    return this.database.transaction(async (tx) => {
      await this.repository.lock(tx, channelId, viewer.userId);
      const channel = await this.channels.viewable(viewer, channelId);
      assertMayRead(channel.permissions);
      if (!channel.is_member) throw new ProblemError('forbidden');
      const ordinal = await this.repository.ordinalOf(channelId, messageId);
      if (ordinal === undefined) {
        throw invalidInput('messageId', 'not_here', 'There is no such message in this channel');
      }
      return ordinal > channel.read_ordinal
        ? this.move(tx, viewer.userId, channel, ordinal)
        : this.current(viewer.userId, channel);
    });
  }

  /** Those in a channel that the viewer sees: where marks are not shared, the own one. Errors: `not_found`. */
  async list(viewer: SignedInViewer, channelId: ChannelId): Promise<ReadState[]> {
    const channel = await this.channels.viewable(viewer, channelId);
    if (channelTypes[channel.type].marks === 'shared') {
      return this.repository.sharedWith(channelId, viewer.userId);
    }
    const own = await this.repository.find(channelId, viewer.userId);
    return own ? [own] : [];
  }

  private async move(tx: Tx, userId: UserId, channel: ChannelRow, ordinal: number): Promise<ReadState> {
    const state = await this.repository.moveRead(tx, channel.id, userId, ordinal);
    const isShared = channelTypes[channel.type].marks === 'shared';
    await this.events.append(tx, {
      name: 'channel.read',
      subject: { ...state, channelType: channel.type, communityId: channel.community_id },
      topics: [isShared ? messagesTopic(channel.id) : userTopic(userId)],
      actorId: userId,
    });
    return state;
  }

  private async current(userId: UserId, { id, read_ordinal }: ChannelRow): Promise<ReadState> {
    const state = await this.repository.find(id, userId);
    return state ?? { channelId: id, userId, deliveredOrdinal: read_ordinal, readOrdinal: read_ordinal };
  }
}
