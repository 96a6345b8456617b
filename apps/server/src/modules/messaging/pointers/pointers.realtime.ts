import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Pointer } from '@plaza/contract';
import type { LoggedEventOf } from '../../../platform/events/domain-events.js';
import type { Effect } from '../../../platform/realtime/effects.js';
import { Realtime, userTopic } from '../../../platform/realtime/realtime.js';
import { messagesTopic } from '../messaging.events.js';
import { PointersQueries } from './pointers.queries.js';

type PointerMoved = LoggedEventOf<'channel.read'> | LoggedEventOf<'channel.delivered'>;

/** Marks as they move: in a direct channel to both, in a community to the person's own devices alone. */
@Injectable()
export class PointersRealtime implements OnModuleInit {
  constructor(
    private readonly realtime: Realtime,
    private readonly queries: PointersQueries,
  ) {}

  onModuleInit(): void {
    this.realtime.frames('channel.read', (events) => this.moved(events));
    this.realtime.frames('channel.delivered', (events) => this.moved(events));
  }

  private async moved(events: PointerMoved[]): Promise<Effect[][]> {
    const subjects = events.map(({ subject }) => subject);
    const direct = subjects.filter(({ communityId }) => communityId === null);
    const [pointers, unshared] = await Promise.all([
      this.queries.byPairs(subjects),
      this.queries.unsharedAmong(direct.map(({ channelId }) => channelId)),
    ]);
    const current = new Map(pointers.map((pointer) => [keyOf(pointer), pointer]));
    return events.map(({ name, subject }) => {
      const payload = current.get(keyOf(subject));
      if (!payload) return [];
      const { channelId, userId, communityId } = subject;
      if (communityId !== null)
        return [{ kind: 'frame', event: name, payload, to: { topic: userTopic(userId) } }];
      const to = unshared.has(channelId)
        ? { topic: messagesTopic(channelId), filter: async () => [userId] }
        : { topic: messagesTopic(channelId) };
      return [{ kind: 'frame', event: name, payload, to }];
    });
  }
}

function keyOf({ channelId, userId }: Pick<Pointer, 'channelId' | 'userId'>): string {
  return `${channelId} ${userId}`;
}
