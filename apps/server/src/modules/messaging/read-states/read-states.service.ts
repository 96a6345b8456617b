import { type BeforeApplicationShutdown, Injectable } from '@nestjs/common';
import type { ChannelId, MessageId, ReadState, UserId } from '@plaza/contract';
import { Database, type Tx } from '../../../platform/database/database.js';
import { EventLog } from '../../../platform/events/event-log.js';
import type { SignedInViewer } from '../../../platform/http/viewer.js';
import { Logger } from '../../../platform/logging/logger.js';
import { invalidInput, ProblemError } from '../../../platform/problems/problem-error.js';
import { userTopic } from '../../../platform/realtime/realtime.js';
import { CONVERSATIONS_SUBSCRIBED } from '../channels/channel-subscriptions.js';
import { channelTypes } from '../channels/channel-types.js';
import { type ChannelRow, ChannelsQueries } from '../channels/channels.queries.js';
import { messagesTopic } from '../messaging.events.js';
import { assertMayRead } from '../messaging.policy.js';
import { type DeliveredMark, type MovedReadState, ReadStatesRepository } from './read-states.repository.js';

const COALESCE_MS = 200;
const MOST_AT_ONCE = 1_000;

/**
 * How far people have read channels, and how far messages have reached their devices. Many deliveries make one write; what a
 * crash loses of them is made up for when the person connects next.
 */
@Injectable()
export class ReadStatesService implements BeforeApplicationShutdown {
  private readonly delivered = new Map<string, DeliveredMark>();
  private timer: NodeJS.Timeout | undefined;
  private writing: Promise<void> = Promise.resolve();

  constructor(
    private readonly database: Database,
    private readonly events: EventLog,
    private readonly channels: ChannelsQueries,
    private readonly repository: ReadStatesRepository,
    private readonly logger: Logger,
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

  /** Messages up to this ordinal have reached a session of this person, in a channel with shared marks. */
  noteDelivered(channelId: ChannelId, userId: UserId, ordinal: number): void {
    const key = `${channelId} ${userId}`;
    if (ordinal <= (this.delivered.get(key)?.ordinal ?? 0)) return;
    this.delivered.set(key, { channelId, userId, ordinal });
    this.timer ??= setTimeout(() => this.flush(), COALESCE_MS);
  }

  /** Everything that the person missed has reached them now. */
  async connected(userId: UserId): Promise<void> {
    await this.database.transaction(async (tx) => {
      await this.announce(tx, await this.repository.moveAllDelivered(tx, userId, CONVERSATIONS_SUBSCRIBED));
    });
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.flush();
    await this.writing;
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

  private flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    const marks = [...this.delivered.values()];
    this.delivered.clear();
    this.writing = this.writing.then(() => this.writeDelivered(marks));
  }

  private async writeDelivered(marks: DeliveredMark[]): Promise<void> {
    try {
      for (let start = 0; start < marks.length; start += MOST_AT_ONCE) {
        const some = marks.slice(start, start + MOST_AT_ONCE);
        await this.database.transaction(async (tx) => {
          await this.announce(tx, await this.repository.moveDelivered(tx, some));
        });
      }
    } catch (error) {
      this.logger.warn({ err: error, marks: marks.length }, 'delivered marks could not be written');
    }
  }

  private async announce(tx: Tx, moved: MovedReadState[]): Promise<void> {
    await this.events.append(
      tx,
      ...moved.map((state) => ({
        name: 'channel.delivered' as const,
        subject: state,
        topics: [messagesTopic(state.channelId)],
      })),
    );
  }
}
