import type { ChannelId, MessageId } from '@plaza/contract';
import { connectRealtime, type Realtime } from '@plaza/sdk';
import type { Person } from '../../support/person.js';

interface Received {
  ordinal: number;
  id: MessageId;
}

export interface Hearing {
  missed: number;
  doubled: number;
  disordered: number;
}

/** A subscriber of channels over the SDK, and keeps what arrived in the order in which it did. */
export class Listener {
  /** How often the server could not go on where this client had been. */
  gaps = 0;
  private readonly received = new Map<ChannelId, Received[]>();
  private realtime: Realtime;

  constructor(
    private readonly person: Person,
    private baseUrl: string,
  ) {
    this.realtime = this.connect();
  }

  get isOnline(): boolean {
    return this.realtime.status === 'online';
  }

  /** As a page that is loaded again and kept its cursor; perhaps it finds another server now. */
  reload(baseUrl = this.baseUrl): void {
    this.baseUrl = baseUrl;
    const cursor = this.realtime.cursor;
    this.realtime.close();
    this.realtime = this.connect(cursor ?? undefined);
  }

  close(): void {
    this.realtime.close();
  }

  lastOf(channelId: ChannelId): number {
    return this.received.get(channelId)?.at(-1)?.ordinal ?? 0;
  }

  /** Compares what was received of a channel with its messages, of which the first is number 1. */
  hearing(channelId: ChannelId, last: number): Hearing {
    const received = this.received.get(channelId) ?? [];
    const ordinals = received.map(({ ordinal }) => ordinal);
    const distinct = new Set(ordinals);
    return {
      missed: last - distinct.size,
      doubled: received.length - distinct.size,
      disordered: ordinals.filter((ordinal, index) => ordinal < (ordinals[index - 1] ?? 0)).length,
    };
  }

  /** The ids of a channel's messages in the order in which they were received. */
  order(channelId: ChannelId): MessageId[] {
    return (this.received.get(channelId) ?? []).map(({ id }) => id);
  }

  private connect(cursor?: string): Realtime {
    const realtime = connectRealtime({
      baseUrl: this.baseUrl,
      session: this.person.session,
      ...(cursor !== undefined && { cursor }),
    });
    realtime.on('message.sent', ({ channelId, ordinal, id }) => {
      const received = this.received.get(channelId) ?? [];
      received.push({ ordinal, id });
      this.received.set(channelId, received);
    });
    realtime.onGap(({ isFirst }) => {
      if (!isFirst) this.gaps += 1;
    });
    return realtime;
  }
}
