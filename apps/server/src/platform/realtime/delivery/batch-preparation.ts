import { Injectable } from '@nestjs/common';
import type { UserId } from '@plaza/contract';
import { isUnavailable } from '../../database/database-errors.js';
import type { LoggedEvent } from '../../events/domain-events.js';
import { Logger } from '../../logging/logger.js';
import type { ChangedTopics, Effect, Recipients, Subscribers } from '../effects.js';
import type { Connection } from '../hub/connection.js';
import { Hub } from '../hub/hub.js';
import type { Revoked } from '../hub/revocations.js';
import { TopicAccess } from '../hub/topic-access.js';
import { Batch, recipientsOf } from './batch.js';
import { EventMapping } from './event-mapping.js';

const PARALLEL_QUESTIONS = 4;

/** Asks everything that the delivery of events needs to know. */
@Injectable()
export class BatchPreparation {
  constructor(
    private readonly hub: Hub,
    private readonly mapping: EventMapping,
    private readonly access: TopicAccess,
    private readonly logger: Logger,
  ) {}

  /** For the sockets of this node. Errors: the database's, when it is away; then the same events may come again. */
  async prepare(events: readonly LoggedEvent[]): Promise<Batch> {
    const batch = new Batch();
    await this.map(batch, events);
    await this.askAudience(batch, (topic) => this.subscribersOf(topic, batch));
    return batch;
  }

  /** For one socket that missed the events: refreshes nothing. Errors: as `prepare`. */
  async prepareReplay({ viewer, topics }: Connection, events: readonly LoggedEvent[]): Promise<Batch> {
    const batch = new Batch(await this.mapping.effectsOf(events));
    await this.askAudience(batch, (topic) => {
      const users = topics.has(topic) ? [viewer.userId] : [];
      return { size: users.length, has: (userId) => users.includes(userId), ids: () => users };
    });
    return batch;
  }

  /**
   * Maps what concerns sockets of this node, and asks again for the topics that it puts in question. Topics gained by these
   * events can make more of them concern the sockets, so this goes on until nothing is added.
   */
  private async map(batch: Batch, events: readonly LoggedEvent[]): Promise<void> {
    const concerns = (topic: string) => this.hub.concerns(topic) || batch.gaining.has(topic);
    for (;;) {
      const unmapped = events.filter((event) => !batch.effects.has(event) && event.topics.some(concerns));
      if (unmapped.length === 0) return;
      const effects = await this.mapping.effectsOf(unmapped);
      for (const [event, ofEvent] of effects) batch.effects.set(event, ofEvent);
      await this.refresh(batch, revokedBy([...effects.values()].flat()));
    }
  }

  private async refresh(batch: Batch, revoked: Revoked): Promise<void> {
    // Noted before asking: an answer that a socket is still waiting for may be older than these events.
    this.hub.revocations.note(revoked);
    const connections = this.concernedBy(revoked).filter((connection) => !batch.refreshed.has(connection));
    if (connections.length === 0) return;
    const before = new Map(connections.map((connection) => [connection, new Set(connection.topics.keys())]));
    const changes = new Map<UserId, ChangedTopics>();
    for (const [connection, allowed] of await this.topicsOrClose(connections)) {
      const { userId } = connection.viewer;
      const topics = before.get(connection) ?? new Set();
      const [gained, lost] = [without(allowed, topics), without(topics, allowed)];
      batch.refreshed.set(connection, { gained, lost });
      for (const topic of gained) {
        batch.gaining.set(topic, (batch.gaining.get(topic) ?? new Set()).add(userId));
      }
      // What a socket asked for itself is no default topic.
      const lostDefaults = without(lost, connection.requested);
      if (gained.size + lostDefaults.size === 0) continue;
      changes.set(userId, { userId, gained: [...gained], lost: [...lostDefaults] });
    }
    for (const { users, ...frame } of await this.mapping.topicsChanged([...changes.values()])) {
      for (const userId of users) {
        batch.topicsChanged.set(userId, [...(batch.topicsChanged.get(userId) ?? []), frame]);
      }
    }
  }

  /** Sockets that are not subscribed to anything yet ask for themselves, and again when they missed a revocation. */
  private concernedBy({ users, topics }: Revoked): Connection[] {
    const ofUsers = [...users].flatMap((userId) => [...this.hub.connectionsOf(userId)]);
    const ofTopics = [...topics].flatMap((topic) => [...this.hub.subscribersOf(topic)]);
    return [...new Set([...ofUsers, ...ofTopics])].filter((connection) => connection.topics.size > 0);
  }

  /** Sockets whose topics cannot be asked for are closed: they must not get what they may have lost. */
  private async topicsOrClose(connections: Connection[]): ReturnType<TopicAccess['topicsOf']> {
    try {
      return await this.access.topicsOf(connections);
    } catch (error) {
      if (isUnavailable(error)) throw error;
      this.logger.error({ err: error, sockets: connections.length }, 'subscriptions could not be refreshed');
      for (const connection of connections) this.hub.close(connection, 'unavailable');
      return new Map();
    }
  }

  /** Asks every filter and makes all personal frames, a few at a time. */
  private async askAudience(batch: Batch, subscribersOf: (topic: string) => Subscribers): Promise<void> {
    const effects = [...batch.effects.values()].flat().values();
    const askOn = async (): Promise<void> => {
      for (const effect of effects) {
        if (effect.kind === 'personalFrames') {
          const frames = await this.mapping.personalFrames(effect, subscribersOf(effect.topic));
          batch.personalFrames.set(effect, frames);
        }
        for (const to of effect.kind === 'frame' ? recipientsOf(effect) : []) {
          if (to.filter) batch.filtered.set(to, await this.filter(to, subscribersOf(to.topic)));
        }
      }
    };
    await Promise.all(Array.from({ length: PARALLEL_QUESTIONS }, askOn));
  }

  private async filter({ topic, filter }: Recipients, subscribers: Subscribers): Promise<Set<UserId>> {
    if (subscribers.size === 0) return new Set();
    try {
      return new Set(await filter?.(subscribers));
    } catch (error) {
      if (isUnavailable(error)) throw error;
      this.logger.error({ err: error, topic }, 'the recipients of an event could not be filtered');
      return new Set();
    }
  }

  /** Everybody who is subscribed to the topic, or will be by the batch; nobody is listed before it is asked for. */
  private subscribersOf(topic: string, { gaining }: Batch): Subscribers {
    const { hub } = this;
    const gained = gaining.get(topic) ?? new Set();
    return {
      size: hub.subscribersOf(topic).size + gained.size,
      has: (userId) => gained.has(userId) || hub.isSubscribed(userId, topic),
      ids: () => [
        ...new Set([...gained, ...[...hub.subscribersOf(topic)].map(({ viewer }) => viewer.userId)]),
      ],
    };
  }
}

/** Whose subscriptions and which sessions the effects put in question. */
function revokedBy(effects: Effect[]): Revoked {
  const refreshes = effects.filter((effect) => effect.kind === 'refreshSubscriptions');
  const closes = effects.filter((effect) => effect.kind === 'closeSessions');
  return {
    users: new Set(refreshes.flatMap((effect) => ('users' in effect ? effect.users : []))),
    topics: new Set(refreshes.flatMap((effect) => ('topic' in effect ? [effect.topic] : []))),
    sessions: new Set(closes.flatMap(({ sessionIds }) => sessionIds)),
  };
}

function without(topics: ReadonlySet<string>, others: ReadonlySet<string>): ReadonlySet<string> {
  return new Set([...topics].filter((topic) => !others.has(topic)));
}
