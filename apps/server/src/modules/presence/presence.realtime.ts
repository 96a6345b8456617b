import { Injectable, type OnModuleInit } from '@nestjs/common';
import { UserId } from '@plaza/contract';
import type { TopicRequest } from '../../platform/realtime/effects.js';
import { Realtime } from '../../platform/realtime/realtime.js';
import { presenceTopic } from '../identity/index.js';
import { PresenceQueries } from './presence.queries.js';
import { PresenceService } from './presence.service.js';
import { WatchedPeople } from './watched-people.js';

const PRESENCE_TOPIC = /^user:([0-9a-f-]{36}):presence$/;

/** Who may watch whom, and what sockets say about who is there. */
@Injectable()
export class PresenceRealtime implements OnModuleInit {
  constructor(
    private readonly realtime: Realtime,
    private readonly presence: PresenceService,
    private readonly watched: WatchedPeople,
    private readonly queries: PresenceQueries,
  ) {}

  onModuleInit(): void {
    this.realtime.topics({
      owns: (topic) => watchedBy(topic) !== undefined,
      admit: (requests) => this.admit(requests),
      snapshot: (_viewer, topics) => this.watched.snapshot(topics.flatMap((topic) => watchedBy(topic) ?? [])),
    });
    this.realtime.ready({
      part: 'presence',
      scope: null,
      load: ({ userId }) => this.queries.choiceOf(userId),
    });
    this.realtime.observe({
      opened: ({ userId }) => this.presence.opened(userId),
      acted: ({ userId }) => this.presence.acted(userId),
      closed: ({ userId }) => this.presence.closed(userId),
      subscribed: (topic) => withWatched(topic, (userId) => this.watched.watch(userId)),
      unsubscribed: (topic) => withWatched(topic, (userId) => this.watched.unwatch(userId)),
    });
  }

  private async admit(requests: TopicRequest[]): Promise<string[][]> {
    const pairs = requests.flatMap(({ viewer, topics }) =>
      topics.flatMap((topic) => {
        const userId = watchedBy(topic);
        return userId ? [{ watcherId: viewer.userId, userId }] : [];
      }),
    );
    const allowed = await this.queries.allowed(pairs);
    const allowedPairs = new Set(allowed.map(({ watcherId, userId }) => watcherId + presenceTopic(userId)));
    return requests.map(({ viewer, topics }) =>
      topics.filter((topic) => allowedPairs.has(viewer.userId + topic)),
    );
  }
}

function watchedBy(topic: string): UserId | undefined {
  return UserId.safeParse(PRESENCE_TOPIC.exec(topic)?.[1]).data;
}

function withWatched(topic: string, effect: (userId: UserId) => void): void {
  const userId = watchedBy(topic);
  if (userId) effect(userId);
}
