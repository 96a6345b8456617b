import { setTimeout as pause } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { Clock } from '../../clock/clock.js';
import { Semaphore } from '../../concurrency/semaphore.js';
import type { LoggedEvent, LogPosition } from '../../events/domain-events.js';
import { EventLog } from '../../events/event-log.js';
import { GatewayPolicy } from '../gateway-policy.js';
import type { Connection } from '../hub/connection.js';
import { Hub } from '../hub/hub.js';
import { OutgoingFrame } from '../hub/outgoing-frame.js';
import { BatchPreparation } from './batch-preparation.js';
import { isBehind, type LogCursor, LogCursors } from './log-cursors.js';

/** What a client missed, up to the position from which it gets events live. */
export interface Missed {
  events: LoggedEvent[];
  /** Frames of the first event that the client has already. */
  framesSent: number;
}

/** How many events are prepared at once. */
const SLICE = 200;
const LOOK_MS = 10;

/** Sends a socket that was away what it missed, by what it may receive today. */
@Injectable()
export class Replay {
  private readonly semaphore: Semaphore;

  constructor(
    private readonly hub: Hub,
    private readonly log: EventLog,
    private readonly preparation: BatchPreparation,
    private readonly cursors: LogCursors,
    private readonly policy: GatewayPolicy,
    private readonly clock: Clock,
  ) {
    this.semaphore = new Semaphore(policy.replays);
  }

  /**
   * Opens a cursor once this node has come as far: another one may be ahead. Undefined when it is none of ours, or ahead of the
   * log itself, which is another log then.
   */
  async open(sealed: string): Promise<LogCursor | undefined> {
    const cursor = this.cursors.open(sealed);
    if (!cursor || !this.isAhead(cursor)) return cursor;
    if (isBehind(cursor.position, await this.log.end())) return undefined;
    const deadline = this.clock.milliseconds() + this.policy.otherNodeMs;
    while (this.isAhead(cursor) && this.clock.milliseconds() < deadline) await pause(LOOK_MS);
    return this.isAhead(cursor) ? undefined : cursor;
  }

  /** Undefined when it is too long ago, or too much happened since: then views are loaded anew. */
  async missedSince(
    { position, framesSent, at }: LogCursor,
    until: LogPosition,
    topics: string[],
  ): Promise<Missed | undefined> {
    const oldest = this.clock.milliseconds() - this.policy.replayAgeMs;
    if (at < oldest) return undefined;
    const events = await this.log.between(position, until, topics, new Date(oldest), {
      events: this.policy.replayEvents,
      scanned: this.policy.replayScan,
    });
    if (events?.[0]?.position.id !== position.id) return events && { events, framesSent: 0 };
    return framesSent === undefined ? { events: events.slice(1), framesSent: 0 } : { events, framesSent };
  }

  /**
   * Sends the events in order, no faster than the socket reads; only what concerns `topics`, each frame with the cursor that
   * `seal` makes. Gives false when the socket closed meanwhile.
   */
  async send(
    connection: Connection,
    missed: Missed,
    topics: ReadonlySet<string>,
    seal: ((cursor: LogCursor) => string) | undefined,
  ): Promise<boolean> {
    let { framesSent } = missed;
    for (let start = 0; start < missed.events.length; start += SLICE) {
      const slice = missed.events.slice(start, start + SLICE);
      const batch = await this.semaphore.run(() => this.preparation.prepareReplay(connection, slice));
      for (const event of slice) {
        for (const step of batch.steps(event)) {
          if (step.kind !== 'send' || !step.cursor || step.ordinal <= framesSent) continue;
          const { frame, targets, cursor, onDelivered } = step;
          // By the subscriptions of this moment: they may have changed since the replay began.
          const concerns = (topic: string) => topics.has(topic) && connection.topics.has(topic);
          if (!targets.some((target) => concerns(target.topic) && connection.isMeantBy(target))) continue;
          const isSent = connection.sendNow(new OutgoingFrame(frame, seal && (() => seal(cursor))));
          if (isSent) onDelivered?.([connection.viewer.userId]);
        }
        framesSent = 0;
        if (!(await connection.drained())) return false;
      }
    }
    return !connection.isClosed;
  }

  private isAhead({ position }: LogCursor): boolean {
    return isBehind(position, this.hub.claimed.position);
  }
}
