import { Injectable } from '@nestjs/common';
import type { UserId } from '@plaza/contract';
import { isUnavailable } from '../../database/database-errors.js';
import { Logger } from '../../logging/logger.js';
import type { ChangedTopics, Recipients, Subscribers } from '../effects.js';
import type { Connection } from './connection.js';
import { EventEffects } from './event-effects.js';
import { Grants } from './grants.js';
import { Hub } from './hub.js';
import {
  type BatchEvent,
  BatchRights,
  type PersonalEffect,
  type PreparedBatch,
  recipientsOf,
  revocationsIn,
} from './log-batch.js';

const PARALLEL_QUESTIONS = 4;

/** Asks everything that the delivery of a batch needs to know. */
@Injectable()
export class BatchPreparation {
  constructor(
    private readonly hub: Hub,
    private readonly effects: EventEffects,
    private readonly grants: Grants,
    private readonly logger: Logger,
  ) {}

  /** Errors: the database's, when it is away; nothing was told then, and the same batch may come again. */
  async prepare(events: BatchEvent[]): Promise<PreparedBatch> {
    const rights = await this.frame(events);
    const effects = events.flatMap((event) => event.effects ?? []);
    const recipients = effects.flatMap((effect) => (effect.kind === 'frame' ? recipientsOf(effect) : []));
    const chosen: PreparedBatch['chosen'] = await this.askAll(
      recipients.filter(({ filter }) => filter !== undefined),
      (to) => this.chosenBy(to, rights),
    );
    const personal: PreparedBatch['personal'] = await this.askAll(
      effects.filter((effect): effect is PersonalEffect => effect.kind === 'personalFrames'),
      (effect) => this.effects.personal(effect, this.subscribersOf(effect.topic, rights)),
    );
    return { events, rights, chosen, personal };
  }

  /**
   * Frames what anybody on this node may hear, and asks the rights that it puts in question. Rights gained in the batch can
   * make more of it audible, so this goes on until nothing is added.
   */
  private async frame(events: BatchEvent[]): Promise<BatchRights> {
    const rights = new BatchRights();
    const isAudible = (topic: string) => this.hub.concerns(topic) || rights.grantsTopic(topic);
    for (;;) {
      const unmapped = events.filter(({ event, effects }) => !effects && event.topics.some(isAudible));
      if (unmapped.length === 0) return rights;
      const effects = await this.effects.of(unmapped.map(({ event }) => event));
      for (const [index, entry] of unmapped.entries()) entry.effects = effects[index] ?? [];
      await this.askRights(unmapped, rights);
    }
  }

  private async askRights(events: BatchEvent[], rights: BatchRights): Promise<void> {
    const revocations = revocationsIn(events);
    // Noted before asking: an answer that a socket is still waiting for may be older than these events.
    this.hub.journal.note(revocations);
    const concerned = new Set<Connection>();
    for (const userId of revocations.users) {
      for (const connection of this.hub.connectionsOf(userId)) concerned.add(connection);
    }
    for (const topic of revocations.topics) {
      for (const connection of this.hub.connectionsOn(topic)) concerned.add(connection);
    }
    const connections = [...concerned].filter((connection) => !rights.of(connection));
    const asked = new Map(connections.map((connection) => [connection, new Set(connection.asked)]));
    const granted = await this.grantsOrEnd(connections);
    for (const connection of connections) {
      rights.add(connection, granted.get(connection) ?? new Set(), asked.get(connection) ?? new Set());
    }
    rights.tell(await this.effects.topicsChanged(changesBy(granted)));
  }

  /** Where rights cannot be told, the sockets end: they must not hear what they may have lost. */
  private async grantsOrEnd(connections: Connection[]): ReturnType<Grants['of']> {
    try {
      return await this.grants.of(connections);
    } catch (error) {
      if (isUnavailable(error)) throw error;
      this.logger.error({ err: error, sockets: connections.length }, 'rights of sockets could not be asked');
      for (const connection of connections) this.hub.close(connection, 'unavailable');
      return new Map();
    }
  }

  /** Asks for each of the effects, a few at a time. */
  private async askAll<Asked, Answer>(
    effects: Asked[],
    ask: (effect: Asked) => Promise<Answer>,
  ): Promise<Map<Asked, Answer>> {
    const answers = new Map<Asked, Answer>();
    const next = effects.values();
    const askOn = async (): Promise<void> => {
      for (const effect of next) answers.set(effect, await ask(effect));
    };
    await Promise.all(Array.from({ length: PARALLEL_QUESTIONS }, askOn));
    return answers;
  }

  private async chosenBy({ topic, filter }: Recipients, rights: BatchRights): Promise<ReadonlySet<UserId>> {
    const subscribers = this.subscribersOf(topic, rights);
    if (subscribers.size === 0) return new Set();
    try {
      return new Set(await filter?.(subscribers));
    } catch (error) {
      if (isUnavailable(error)) throw error;
      this.logger.error({ err: error, topic }, 'nobody could be chosen for an event');
      return new Set();
    }
  }

  /** Everybody who is subscribed to the topic, or will be by what the batch grants; nobody is listed before it is asked for. */
  private subscribersOf(topic: string, rights: BatchRights): Subscribers {
    const { hub } = this;
    const gaining = rights.usersOf(topic);
    return {
      size: hub.countOn(topic) + gaining.size,
      has: (userId) => gaining.has(userId) || hub.isSubscribed(userId, topic),
      ids: () => {
        const users = new Set(gaining);
        for (const { viewer } of hub.connectionsOn(topic)) users.add(viewer.userId);
        return [...users];
      },
    };
  }
}

/** What stands differently for people from what their sockets hear; what was asked for is no part of it. */
function changesBy(granted: ReadonlyMap<Connection, ReadonlySet<string>>): ChangedTopics[] {
  const byUser = new Map<UserId, Connection>();
  for (const connection of granted.keys()) {
    // One that hears nothing yet learns all of it when it is ready.
    if (connection.topics.size > 0) byUser.set(connection.viewer.userId, connection);
  }
  return [...byUser].flatMap(([userId, connection]) => {
    const now = granted.get(connection) ?? new Set();
    const gained = [...now].filter((topic) => !connection.topics.has(topic));
    const lost = [...connection.topics.keys()].filter(
      (topic) => !now.has(topic) && !connection.asked.has(topic),
    );
    return gained.length + lost.length > 0 ? [{ userId, gained, lost }] : [];
  });
}
