import { Injectable } from '@nestjs/common';
import { events as contractEvents } from '@plaza/contract';
import { isUnavailable } from '../../database/database-errors.js';
import type { DomainEventName, LoggedEvent } from '../../events/domain-events.js';
import { assertMatchesContract } from '../../http/matches-contract.js';
import { Logger } from '../../logging/logger.js';
import { Settings } from '../../settings/settings.js';
import type {
  ChangedTopics,
  Effect,
  EventMapper,
  Frame,
  PersonalFrame,
  PersonalFramesEffect,
  Subscribers,
} from '../effects.js';
import { Realtime } from '../realtime.js';
import { recipientsOf } from './batch.js';

/** Asks the modules what logged events mean for open sockets. */
@Injectable()
export class EventMapping {
  constructor(
    private readonly realtime: Realtime,
    private readonly settings: Settings,
    private readonly logger: Logger,
  ) {}

  /**
   * The effects of each event; one question for each name. An event that cannot be mapped has none and is logged: it must not
   * hold up all that follow. Errors: the database's, when it is away.
   */
  async effectsOf(events: readonly LoggedEvent[]): Promise<Map<LoggedEvent, Effect[]>> {
    const effects = new Map(events.map((event): [LoggedEvent, Effect[]] => [event, []]));
    const byName = Map.groupBy(events, ({ name }) => name);
    await Promise.all(
      [...byName].map(async ([name, named]) => {
        const mapper = this.realtime.mappers.get(name);
        if (mapper) await this.map(mapper, named, effects);
      }),
    );
    return effects;
  }

  /** Frames that differ from person to person. Errors: as `effectsOf`. */
  async personalFrames({ topic, make }: PersonalFramesEffect, to: Subscribers): Promise<PersonalFrame[]> {
    return to.size > 0 ? this.checkedFrames(topic, () => make(to)) : [];
  }

  /** The frames that people get because their topics changed. Errors: as `effectsOf`. */
  async topicsChanged(changes: ChangedTopics[]): Promise<PersonalFrame[]> {
    if (changes.length === 0) return [];
    const frames = await Promise.all(
      this.realtime.topicSources.map((source) =>
        this.checkedFrames('changed topics', async () => (await source.topicsChanged?.(changes)) ?? []),
      ),
    );
    return frames.flat();
  }

  private async map(
    mapper: EventMapper<DomainEventName>,
    events: LoggedEvent[],
    effects: Map<LoggedEvent, Effect[]>,
  ): Promise<void> {
    try {
      const mapped = await mapper(events);
      for (const [index, event] of events.entries()) {
        effects.set(event, this.checkedEffects(event, mapped[index] ?? []));
      }
    } catch (error) {
      if (isUnavailable(error)) throw error;
      if (events.length > 1) {
        await Promise.all(events.map((event) => this.map(mapper, [event], effects)));
        return;
      }
      for (const { name, position } of events) {
        this.logger.error({ err: error, event: name, eventId: position.id }, 'an event could not be mapped');
      }
    }
  }

  /** Errors: a plain error when an effect goes past the topics of its event, or a frame breaks the contract. */
  private checkedEffects(event: LoggedEvent, effects: Effect[]): Effect[] {
    for (const effect of effects) {
      const stray = topicsOf(effect).find((topic) => !event.topics.includes(topic));
      if (stray) throw new Error(`${event.name} has an effect on ${stray}, which is none of its topics`);
      if (effect.kind === 'frame') this.assertFrame(effect);
    }
    return effects;
  }

  private async checkedFrames(what: string, make: () => Promise<PersonalFrame[]>): Promise<PersonalFrame[]> {
    try {
      const frames = await make();
      for (const frame of frames) this.assertFrame(frame);
      return frames;
    } catch (error) {
      if (isUnavailable(error)) throw error;
      this.logger.error({ err: error, what }, 'personal frames could not be made');
      return [];
    }
  }

  private assertFrame({ event, payload }: Frame): void {
    if (!this.settings.validatesResponses) return;
    assertMatchesContract(event, contractEvents[event].payload, payload);
  }
}

function topicsOf(effect: Effect): string[] {
  if (effect.kind === 'frame') return recipientsOf(effect).map(({ topic }) => topic);
  return 'topic' in effect ? [effect.topic] : [];
}
