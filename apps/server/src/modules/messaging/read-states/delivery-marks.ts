import { type BeforeApplicationShutdown, Injectable } from '@nestjs/common';
import type { ChannelId, UserId } from '@plaza/contract';
import { Database, type Tx } from '../../../platform/database/database.js';
import { EventLog } from '../../../platform/events/event-log.js';
import { Logger } from '../../../platform/logging/logger.js';
import { CONVERSATIONS_SUBSCRIBED } from '../channels/channel-subscriptions.js';
import { messagesTopic } from '../messaging.events.js';
import { type DeliveredMark, type MovedReadState, ReadStatesRepository } from './read-states.repository.js';

const COALESCE_MS = 200;
const MOST_AT_ONCE = 1_000;

/**
 * How far the messages of channels with shared marks have reached people's devices. Many arrivals make one write; what a crash
 * loses is made up for when the person connects next.
 */
@Injectable()
export class DeliveryMarks implements BeforeApplicationShutdown {
  private readonly noted = new Map<string, DeliveredMark>();
  private timer: NodeJS.Timeout | undefined;
  private writing: Promise<void> = Promise.resolve();

  constructor(
    private readonly database: Database,
    private readonly events: EventLog,
    private readonly repository: ReadStatesRepository,
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
      await this.announce(tx, await this.repository.moveAllDelivered(tx, userId, CONVERSATIONS_SUBSCRIBED));
    });
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.flush();
    await this.writing;
  }

  private flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    const marks = [...this.noted.values()];
    this.noted.clear();
    this.writing = this.writing.then(() => this.write(marks));
  }

  private async write(marks: DeliveredMark[]): Promise<void> {
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
