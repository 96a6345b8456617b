import { events as contractEvents, type EventName, type SessionId, type UserId } from '@plaza/contract';
import type { LoggedEvent } from '../../events/domain-events.js';
import type { Effect, Frame, FrameEffect, PersonalFrame, Recipients } from '../effects.js';
import type { LogPlace } from '../replay/log-cursors.js';
import type { Connection } from './connection.js';

/** An event of a batch with its number on this node and, once somebody cares, its effects. */
export interface BatchEvent {
  readonly event: LoggedEvent;
  readonly sequence: number;
  effects?: Effect[];
}

export type PersonalEffect = Extract<Effect, { kind: 'personalFrames' }>;
/** Effects that tell something; the others are about rights. */
export type SendEffect = FrameEffect | PersonalEffect;
export type RightsEffect = Exclude<Effect, SendEffect>;

/** What each socket may hear that a batch puts in question, asked before any of the batch is delivered. */
export class BatchRights {
  private readonly granted = new Map<Connection, ReadonlySet<string>>();
  private readonly askedThen = new Map<Connection, ReadonlySet<string>>();
  private readonly usersByTopic = new Map<string, Set<UserId>>();
  private readonly frames = new Map<UserId, Frame[]>();

  add(connection: Connection, topics: ReadonlySet<string>, askedThen: ReadonlySet<string>): void {
    this.granted.set(connection, topics);
    this.askedThen.set(connection, askedThen);
    for (const topic of topics) {
      const users = this.usersByTopic.get(topic) ?? new Set();
      users.add(connection.viewer.userId);
      this.usersByTopic.set(topic, users);
    }
  }

  /** What these people are told once their topics are as they should be. */
  tell(frames: readonly PersonalFrame[]): void {
    for (const { users, ...frame } of frames) {
      for (const userId of users) this.frames.set(userId, [...(this.frames.get(userId) ?? []), frame]);
    }
  }

  /** Gives them once: later refreshes of the same batch change nothing more. */
  takeFrames(userId: UserId): Frame[] {
    const frames = this.frames.get(userId) ?? [];
    this.frames.delete(userId);
    return frames;
  }

  /** Undefined for a socket that came later: what it was granted is newer than the batch. */
  of(connection: Connection): ReadonlySet<string> | undefined {
    return this.granted.get(connection);
  }

  /** Whether the topic was in question; one that was asked for later was answered later. */
  covers(connection: Connection, topic: string): boolean {
    return !connection.asked.has(topic) || (this.askedThen.get(connection)?.has(topic) ?? false);
  }

  grantsTopic(topic: string): boolean {
    return this.usersByTopic.has(topic);
  }

  usersOf(topic: string): ReadonlySet<UserId> {
    return this.usersByTopic.get(topic) ?? new Set();
  }
}

/** A batch of which everything is known that its delivery needs. */
export interface PreparedBatch {
  readonly events: readonly BatchEvent[];
  readonly rights: BatchRights;
  /** Whom the `among` of a frame's recipients picked. */
  readonly chosen: ReadonlyMap<Recipients, ReadonlySet<UserId>>;
  readonly personal: ReadonlyMap<PersonalEffect, readonly PersonalFrame[]>;
}

export function recipientsOf({ to }: FrameEffect): Recipients[] {
  return Array.isArray(to) ? to : [to];
}

/** The effects that tell something, each with the place that a client has reached once it was told that one. */
export function placesOf(
  { position, at }: LoggedEvent,
  effects: readonly Effect[],
): Map<SendEffect, LogPlace | undefined> {
  const frames = effects.filter(tells);
  const last = frames.findLastIndex(mayBeReplayed);
  return new Map(
    frames.map((effect, index) => {
      if (!mayBeReplayed(effect)) return [effect, undefined];
      return [effect, { position, at: at.getTime(), ...(index !== last && { framesTold: index + 1 }) }];
    }),
  );
}

export function isReplayed(name: EventName): boolean {
  return contractEvents[name].replayed;
}

/** Everyone and everything that the effects of a batch may take rights from. */
export function revocationsIn(events: readonly BatchEvent[]): {
  users: Set<UserId>;
  topics: Set<string>;
  sessions: Set<SessionId>;
} {
  const users = new Set<UserId>();
  const topics = new Set<string>();
  const sessions = new Set<SessionId>();
  for (const effect of events.flatMap(({ effects = [] }) => effects)) {
    if (effect.kind === 'refreshSubscriptions') {
      if ('topic' in effect) topics.add(effect.topic);
      else for (const userId of effect.users) users.add(userId);
    }
    if (effect.kind === 'closeSessions') for (const sessionId of effect.sessionIds) sessions.add(sessionId);
  }
  return { users, topics, sessions };
}

export function tells(effect: Effect): effect is SendEffect {
  return effect.kind === 'frame' || effect.kind === 'personalFrames';
}

function mayBeReplayed(effect: SendEffect): boolean {
  return effect.kind === 'personalFrames' || isReplayed(effect.event);
}
