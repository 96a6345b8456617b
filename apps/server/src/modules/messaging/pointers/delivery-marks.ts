import { type BeforeApplicationShutdown, Injectable } from '@nestjs/common';
import type { ChannelId, Pointer, UserId } from '@plaza/contract';
import { Database, type Tx } from '../../../platform/database/database.js';
import { EventLog } from '../../../platform/events/event-log.js';
import { Logger } from '../../../platform/logging/logger.js';
import { CONVERSATIONS_SUBSCRIBED } from '../channels/topics.queries.js';
import { messagesTopic } from '../messaging.events.js';
import { PointersQueries } from './pointers.queries.js';

const COALESCE_MS = 200;
const MOST_AT_ONCE = 1_000;

interface Place {
  channelId: ChannelId;
  userId: UserId;
  ordinal: number;
}

/**
 * How far the messages of direct channels have reached people's devices. Many arrivals make one write; what a crash loses
 * is made up for when the person connects next.
 */
@Injectable()
export class DeliveryMarks implements BeforeApplicationShutdown {
  private readonly noted = new Map<string, Place>();
  private timer: NodeJS.Timeout | undefined;
  private writing: Promise<void> = Promise.resolve();

  constructor(
    private readonly database: Database,
    private readonly events: EventLog,
    private readonly queries: PointersQueries,
    private readonly logger: Logger,
  ) {}

  /** Something up to this ordinal reached a session of this person. */
  note(channelId: ChannelId, userId: UserId, ordinal: number): void {
    const key = `${channelId} ${userId}`;
    if (ordinal <= (this.noted.get(key)?.ordinal ?? 0)) return;
    this.noted.set(key, { channelId, userId, ordinal });
    this.timer ??= setTimeout(() => this.flush(), COALESCE_MS);
  }

  /** Everything the person missed has reached them now. */
  async connected(userId: UserId): Promise<void> {
    await this.database.transaction(async (tx) => {
      await this.announce(tx, await this.queries.moveAllDelivered(tx, userId, CONVERSATIONS_SUBSCRIBED));
    });
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.flush();
    await this.writing;
  }

  private flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    const places = [...this.noted.values()];
    this.noted.clear();
    this.writing = this.writing.then(() => this.write(places));
  }

  private async write(places: Place[]): Promise<void> {
    try {
      for (let start = 0; start < places.length; start += MOST_AT_ONCE) {
        const some = places.slice(start, start + MOST_AT_ONCE);
        await this.database.transaction(async (tx) => {
          await this.announce(tx, await this.queries.moveDelivered(tx, some));
        });
      }
    } catch (error) {
      this.logger.warn({ err: error, places: places.length }, 'delivered marks could not be written');
    }
  }

  private async announce(tx: Tx, moved: Pointer[]): Promise<void> {
    await this.events.append(
      tx,
      ...moved.map((pointer) => ({
        name: 'channel.delivered' as const,
        subject: { ...pointer, communityId: null },
        topics: [messagesTopic(pointer.channelId)],
      })),
    );
  }
}
