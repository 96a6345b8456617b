import { setTimeout as pause } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import type { UserId } from '@plaza/contract';
import { Clock } from '../../clock/clock.js';
import type { LoggedEvent, LogPosition } from '../../events/domain-events.js';
import { EventLog } from '../../events/event-log.js';
import type { Frame, Subscribers } from '../effects.js';
import { Gate } from '../gate.js';
import { GatewayPolicy } from '../gateway-policy.js';
import { BackPressure } from '../hub/back-pressure.js';
import type { Connection } from '../hub/connection.js';
import { EventEffects } from '../hub/event-effects.js';
import { Hub } from '../hub/hub.js';
import { isReplayed, placesOf, recipientsOf, type SendEffect } from '../hub/log-batch.js';
import { Outgoing } from '../hub/outgoing.js';
import { isBehind, LogCursors, type LogPlace } from './log-cursors.js';

/** What a client missed, up to the place from which it hears for itself. */
export interface Missed {
  events: LoggedEvent[];
  /** Frames of the first event that the client had already. */
  framesHad: number;
}

/** How many events are framed at once. */
const SLICE = 200;
const LOOK_MS = 10;

/** Tells a socket that was away what it missed, by what it may hear today. */
@Injectable()
export class Replay {
  private readonly gate: Gate;

  constructor(
    private readonly hub: Hub,
    private readonly log: EventLog,
    private readonly effects: EventEffects,
    private readonly cursors: LogCursors,
    private readonly pace: BackPressure,
    private readonly policy: GatewayPolicy,
    private readonly clock: Clock,
  ) {
    this.gate = new Gate(policy.replays);
  }

  /**
   * Where a cursor stands, once this node has come as far: another one may be ahead. Undefined when it is none of ours, or
   * ahead of the log itself, which is another log then.
   */
  async placeOf(cursor: string): Promise<LogPlace | undefined> {
    const place = this.cursors.open(cursor);
    if (!place || !this.isAhead(place)) return place;
    if (isBehind(place.position, await this.log.end())) return undefined;
    const deadline = this.clock.milliseconds() + this.policy.otherNodeMs;
    while (this.isAhead(place) && this.clock.milliseconds() < deadline) await pause(LOOK_MS);
    return this.isAhead(place) ? undefined : place;
  }

  /** Undefined when it is too long ago, or too much happened since: then views are loaded anew. */
  async missedSince(
    { position, framesTold, at }: LogPlace,
    until: LogPosition,
    topics: string[],
  ): Promise<Missed | undefined> {
    const oldest = this.clock.milliseconds() - this.policy.replayAgeMs;
    if (at < oldest) return undefined;
    const missed = await this.log.between(position, until, topics, new Date(oldest), {
      events: this.policy.replayEvents,
      scanned: this.policy.replayScan,
    });
    const isFirst = missed?.[0]?.position.id === position.id;
    if (!missed || !isFirst) return missed && { events: missed, framesHad: 0 };
    return framesTold === undefined
      ? { events: missed.slice(1), framesHad: 0 }
      : { events: missed, framesHad: framesTold };
  }

  /**
   * Tells the socket in order, no faster than it reads; only what concerns `topics`, each frame with the cursor that
   * `cursorOf` makes of its place. Gives false when the socket ended meanwhile.
   */
  async tell(
    connection: Connection,
    missed: Missed,
    topics: ReadonlySet<string>,
    cursorOf: ((place: LogPlace) => string) | undefined,
  ): Promise<boolean> {
    let had = missed.framesHad;
    for (let at = 0; at < missed.events.length; at += SLICE) {
      const slice = missed.events.slice(at, at + SLICE);
      const effects = await this.gate.through(() => this.effects.of(slice));
      for (const [index, event] of slice.entries()) {
        const places = [...placesOf(event, effects[index] ?? [])].slice(had);
        had = 0;
        for (const [effect, place] of places) {
          if (!place) continue;
          const cursor = cursorOf && (() => cursorOf(place));
          for (const frame of await this.framesOf(effect, connection, topics)) {
            const outgoing = new Outgoing(frame, cursor);
            if (!connection.mayHear(outgoing.scope)) continue;
            connection.tellNow(outgoing);
            if (effect.kind === 'frame') effect.onDelivered?.([connection.viewer.userId]);
          }
        }
        if (!(await this.pace.hasRead(connection))) return false;
      }
    }
    return !connection.isClosed;
  }

  private isAhead({ position }: LogPlace): boolean {
    return isBehind(position, this.hub.claimed.position);
  }

  /** By the rights of this moment: they may have changed since the replay began. */
  private async framesOf(
    effect: SendEffect,
    { viewer, topics: heard }: Connection,
    topics: ReadonlySet<string>,
  ): Promise<Frame[]> {
    if (effect.kind === 'personalFrames') {
      if (!heard.has(effect.topic) || !topics.has(effect.topic)) return [];
      const frames = await this.effects.personal(effect, only(viewer.userId));
      return frames.filter(({ users, event }) => users.includes(viewer.userId) && isReplayed(event));
    }
    for (const to of recipientsOf(effect)) {
      if (!heard.has(to.topic) || !topics.has(to.topic) || to.except?.includes(viewer.userId)) continue;
      const chosen = await to.filter?.(only(viewer.userId));
      if (!chosen || [...chosen].includes(viewer.userId)) return [effect];
    }
    return [];
  }
}

function only(userId: UserId): Subscribers {
  return { size: 1, has: (asked) => asked === userId, ids: () => [userId] };
}
