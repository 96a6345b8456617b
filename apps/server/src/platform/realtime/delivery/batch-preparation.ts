import { Injectable } from '@nestjs/common';
import type { UserId } from '@plaza/contract';
import { isUnavailable } from '../../database/database-errors.js';
import type { LoggedEvent } from '../../events/domain-events.js';
import { Logger } from '../../logging/logger.js';
import type {
  ChangedTopics,
  Effect,
  Frame,
  PersonalFrame,
  PersonalFramesEffect,
  Recipients,
  Subscribers,
} from '../effects.js';
import type { Connection } from '../hub/connection.js';
import { Hub } from '../hub/hub.js';
import type { Revoked } from '../hub/revocations.js';
import { TopicAccess } from '../hub/topic-access.js';
import { EventMapping, recipientsOf } from './event-mapping.js';

const PARALLEL_QUESTIONS = 4;

/** What a refresh changes for a socket, by what it was subscribed to when that was asked. */
interface RefreshedTopics {
  gained: ReadonlySet<string>;
  lost: ReadonlySet<string>;
}

/** A batch of which everything is known that its delivery needs. */
export class PreparedBatch {
  readonly effects = new Map<LoggedEvent, Effect[]>();
  readonly refreshed = new Map<Connection, RefreshedTopics>();
  /** Whom the filter of recipients picked. */
  readonly filtered = new Map<Recipients, ReadonlySet<UserId>>();
  readonly personalFrames = new Map<PersonalFramesEffect, PersonalFrame[]>();
  /** Who gains a topic by this batch. */
  readonly gaining = new Map<string, Set<UserId>>();
  private readonly topicsChanged = new Map<UserId, Frame[]>();

  refresh(connection: Connection, topics: RefreshedTopics): void {
    this.refreshed.set(connection, topics);
    for (const topic of topics.gained) {
      const users = this.gaining.get(topic) ?? new Set();
      this.gaining.set(topic, users.add(connection.viewer.userId));
    }
  }

  addTopicsChanged(frames: readonly PersonalFrame[]): void {
    for (const { users, ...frame } of frames) {
      for (const userId of users) {
        this.topicsChanged.set(userId, [...(this.topicsChanged.get(userId) ?? []), frame]);
      }
    }
  }

  /** Gives them once: later refreshes of the same batch change nothing more. */
  takeTopicsChanged(userId: UserId): Frame[] {
    const frames = this.topicsChanged.get(userId) ?? [];
    this.topicsChanged.delete(userId);
    return frames;
  }
}

/** Asks everything that the delivery of a batch needs to know. */
@Injectable()
export class BatchPreparation {
  constructor(
    private readonly hub: Hub,
    private readonly mapping: EventMapping,
    private readonly access: TopicAccess,
    private readonly logger: Logger,
  ) {}

  /** Errors: the database's, when it is away; nothing was sent then, and the same batch may come again. */
  async prepare(events: readonly LoggedEvent[]): Promise<PreparedBatch> {
    const batch = new PreparedBatch();
    await this.map(batch, events);
    const effects = [...batch.effects.values()].flat();
    await inParallel(
      effects.flatMap((effect) => (effect.kind === 'frame' ? recipientsOf(effect) : [])),
      async (to) => {
        if (to.filter) batch.filtered.set(to, await this.filter(to, this.subscribersOf(to.topic, batch)));
      },
    );
    await inParallel(
      effects.filter((effect) => effect.kind === 'personalFrames'),
      async (effect) => {
        const subscribers = this.subscribersOf(effect.topic, batch);
        batch.personalFrames.set(effect, await this.mapping.personalFrames(effect, subscribers));
      },
    );
    return batch;
  }

  /**
   * Maps what concerns sockets of this node, and asks again for the topics that it puts in question. Topics gained in the batch
   * can make more of it concern them, so this goes on until nothing is added.
   */
  private async map(batch: PreparedBatch, events: readonly LoggedEvent[]): Promise<void> {
    const concerns = (topic: string) => this.hub.concerns(topic) || batch.gaining.has(topic);
    for (;;) {
      const unmapped = events.filter((event) => !batch.effects.has(event) && event.topics.some(concerns));
      if (unmapped.length === 0) return;
      const effects = await this.mapping.effectsOf(unmapped);
      for (const [event, ofEvent] of effects) batch.effects.set(event, ofEvent);
      await this.refresh(batch, [...effects.values()].flat());
    }
  }

  private async refresh(batch: PreparedBatch, effects: Effect[]): Promise<void> {
    const revoked = revokedBy(effects);
    // Noted before asking: an answer that a socket is still waiting for may be older than these events.
    this.hub.revocations.note(revoked);
    const connections = this.concerned(revoked).filter((connection) => !batch.refreshed.has(connection));
    if (connections.length === 0) return;
    const before = new Map(connections.map((connection) => [connection, new Set(connection.topics.keys())]));
    const changes = new Map<UserId, ChangedTopics>();
    for (const [connection, allowed] of await this.topicsOrClose(connections)) {
      const topics = before.get(connection) ?? new Set();
      const [gained, lost] = [without(allowed, topics), without(topics, allowed)];
      batch.refresh(connection, { gained, lost });
      // What a socket asked for itself is no default topic.
      const lostDefaults = without(lost, connection.requested);
      const { userId } = connection.viewer;
      if (gained.size + lostDefaults.size > 0) {
        changes.set(userId, { userId, gained: [...gained], lost: [...lostDefaults] });
      }
    }
    batch.addTopicsChanged(await this.mapping.topicsChanged([...changes.values()]));
  }

  /** Sockets that are not subscribed to anything yet ask for themselves, and again when they missed a revocation. */
  private concerned({ users, topics }: Revoked): Connection[] {
    const connections = new Set<Connection>();
    for (const userId of users) {
      for (const connection of this.hub.connectionsOf(userId)) connections.add(connection);
    }
    for (const topic of topics) {
      for (const connection of this.hub.subscribersOf(topic)) connections.add(connection);
    }
    return [...connections].filter((connection) => connection.topics.size > 0);
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

  /** Everybody who is subscribed to the topic, or will be by this batch; nobody is listed before it is asked for. */
  private subscribersOf(topic: string, { gaining }: PreparedBatch): Subscribers {
    const { hub } = this;
    const gained = gaining.get(topic) ?? new Set();
    return {
      size: hub.subscribersOf(topic).size + gained.size,
      has: (userId) => gained.has(userId) || hub.isSubscribed(userId, topic),
      ids: () => {
        const users = new Set(gained);
        for (const { viewer } of hub.subscribersOf(topic)) users.add(viewer.userId);
        return [...users];
      },
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

/** Asks for each of these, a few at a time. */
async function inParallel<Subject>(
  subjects: Subject[],
  ask: (subject: Subject) => Promise<void>,
): Promise<void> {
  const next = subjects.values();
  const askOn = async (): Promise<void> => {
    for (const subject of next) await ask(subject);
  };
  await Promise.all(Array.from({ length: PARALLEL_QUESTIONS }, askOn));
}
