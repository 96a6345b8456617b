import { Injectable } from '@nestjs/common';
import { events as contractEvents } from '@plaza/contract';
import { isUnavailable } from '../../database/database-errors.js';
import type { DomainEventName, LoggedEvent } from '../../events/domain-events.js';
import { assertMatchesContract } from '../../http/matches-contract.js';
import { Logger } from '../../logging/logger.js';
import { Settings } from '../../settings/settings.js';
import type { ChangedTopics, Effect, EventMapper, Frame, PersonalFrame, Subscribers } from '../effects.js';
import { Realtime } from '../realtime.js';
import { type PersonalEffect, recipientsOf } from './log-batch.js';

/** Asks the modules what logged events mean for open sockets. */
@Injectable()
export class EventEffects {
  constructor(
    private readonly realtime: Realtime,
    private readonly settings: Settings,
    private readonly logger: Logger,
  ) {}

  /**
   * The effects of each event, in the order of the events; one question for each name. An event that cannot be framed has
   * none and is logged: it must not hold up all that follow. Errors: the database's, when it is away.
   */
  async of(events: readonly LoggedEvent[]): Promise<Effect[][]> {
    const places = new Map<DomainEventName, number[]>();
    for (const [place, { name }] of events.entries()) places.set(name, [...(places.get(name) ?? []), place]);
    const effects = events.map((): Effect[] => []);
    await Promise.all(
      [...places].map(async ([name, placesOfName]) => {
        const mapper = this.realtime.mappers.get(name);
        if (!mapper) return;
        const named = placesOfName.map((place) => events[place] as LoggedEvent);
        const framed = await this.mapAll(mapper, named);
        for (const [index, place] of placesOfName.entries()) effects[place] = framed[index] ?? [];
      }),
    );
    return effects;
  }

  /** The frames of people who hear something that each is told differently. Errors: as `of`. */
  async personal(effect: PersonalEffect, subscribers: Subscribers): Promise<PersonalFrame[]> {
    if (subscribers.size === 0) return [];
    return this.made(`frames for ${effect.topic}`, () => effect.make(subscribers));
  }

  /** What people are told because their topics changed. Errors: as `of`. */
  async topicsChanged(changes: ChangedTopics[]): Promise<PersonalFrame[]> {
    if (changes.length === 0) return [];
    const told = await Promise.all(
      this.realtime.topicSources.map((source) =>
        this.made(
          'frames of a refreshSubscriptions',
          async () => (await source.topicsChanged?.(changes)) ?? [],
        ),
      ),
    );
    return told.flat();
  }

  private async made(what: string, make: () => Promise<PersonalFrame[]>): Promise<PersonalFrame[]> {
    try {
      const frames = await make();
      for (const frame of frames) this.assertFrame(frame);
      return frames;
    } catch (error) {
      if (isUnavailable(error)) throw error;
      this.logger.error({ err: error, what }, 'people could not be told something of their own');
      return [];
    }
  }

  private async mapAll(mapper: EventMapper<DomainEventName>, events: LoggedEvent[]): Promise<Effect[][]> {
    try {
      const framed = await mapper(events);
      return events.map((event, index) => this.checked(event, framed[index] ?? []));
    } catch (error) {
      if (isUnavailable(error)) throw error;
      const [event] = events;
      if (event && events.length === 1) return [this.unmapped(event, error)];
      return Promise.all(events.map(async (single) => (await this.mapAll(mapper, [single]))[0] ?? []));
    }
  }

  private unmapped(event: LoggedEvent, error: unknown): Effect[] {
    this.logger.error(
      { err: error, event: event.name, eventId: event.position.id },
      'an event could not be told to sockets',
    );
    return [];
  }

  /** Errors: a plain error when an effect goes past the topics of its event, or a frame breaks the contract. */
  private checked(event: LoggedEvent, effects: Effect[]): Effect[] {
    for (const effect of effects) {
      for (const topic of topicsOf(effect)) {
        if (event.topics.includes(topic)) continue;
        throw new Error(`${event.name} has an effect on ${topic}, which is none of its topics`);
      }
      if (effect.kind === 'frame') this.assertFrame(effect);
    }
    return effects;
  }

  private assertFrame({ event, payload }: Frame): void {
    if (this.settings.validatesResponses)
      assertMatchesContract(event, contractEvents[event].payload, payload);
  }
}

function topicsOf(effect: Effect): string[] {
  switch (effect.kind) {
    case 'frame':
      return recipientsOf(effect).map(({ topic }) => topic);
    case 'personalFrames':
      return [effect.topic];
    case 'refreshSubscriptions':
      return 'topic' in effect ? [effect.topic] : [];
    case 'closeSessions':
      return [];
  }
}
