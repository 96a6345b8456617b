import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { UserId } from '@plaza/contract';
import type { LoggedEvent } from '../../events/domain-events.js';
import { EventLog } from '../../events/event-log.js';
import { EventWaker } from '../../events/event-waker.js';
import { LogFollower } from '../../events/log-follower.js';
import { Logger } from '../../logging/logger.js';
import { Settings } from '../../settings/settings.js';
import type { FrameEffect } from '../effects.js';
import { LogCursors, type LogPlace } from '../replay/log-cursors.js';
import { BatchPreparation } from './batch-preparation.js';
import type { Connection } from './connection.js';
import { Hub } from './hub.js';
import {
  type BatchEvent,
  type BatchRights,
  isReplayed,
  type PreparedBatch,
  placesOf,
  type RightsEffect,
  recipientsOf,
  type SendEffect,
  tells,
} from './log-batch.js';
import { Outgoing } from './outgoing.js';
import { reachOf } from './reach.js';

/**
 * Follows the log for this node and tells its sockets. A batch is prepared first, and comes again when the database is away
 * meanwhile; then it is delivered in one go that neither waits nor fails.
 */
@Injectable()
export class EventDispatcher implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly follower: LogFollower;

  constructor(
    private readonly hub: Hub,
    private readonly preparation: BatchPreparation,
    private readonly cursors: LogCursors,
    private readonly log: EventLog,
    private readonly settings: Settings,
    private readonly logger: Logger,
    waker: EventWaker,
  ) {
    this.follower = new LogFollower(log, waker, logger, (events) => this.consume(events));
  }

  async onApplicationBootstrap(): Promise<void> {
    if (this.settings.role !== 'all' && this.settings.role !== 'gateway') return;
    const position = await this.log.end();
    this.hub.claimed = { sequence: 0, position };
    this.hub.delivered = this.hub.claimed;
    this.follower.start(position);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.follower.stop();
  }

  private async consume(logged: readonly LoggedEvent[]): Promise<void> {
    const first = this.hub.delivered.sequence + 1;
    const events = logged.map((event, index): BatchEvent => ({ event, sequence: first + index }));
    const last = events.at(-1);
    if (!last) return;
    // Before anything waits: whoever begins to listen from here on hears what comes behind this batch.
    const end = { sequence: last.sequence, position: last.event.position };
    this.hub.claimed = end;
    const prepared = await this.preparation.prepare(events);
    if (logged.length === 1) this.deliver(prepared);
    else this.hub.together(() => this.deliver(prepared));
    this.hub.delivered = end;
  }

  private deliver(batch: PreparedBatch): void {
    for (const { event, sequence, effects = [] } of batch.events) {
      if (event.actorId) this.noteActor(event.actorId);
      const places = placesOf(event, effects);
      for (const effect of effects) {
        if (tells(effect)) this.tell(effect, places.get(effect), batch, sequence);
        else this.changeRights(effect, batch.rights, sequence);
      }
    }
  }

  /** Whoever did this, by whatever way, did it here too. */
  private noteActor(userId: UserId): void {
    const [connection] = this.hub.connectionsOf(userId);
    if (connection) this.hub.noteActivity(connection);
  }

  private tell(
    effect: SendEffect,
    place: LogPlace | undefined,
    { chosen, personal }: PreparedBatch,
    sequence: number,
  ): void {
    const sealed = place && (() => this.cursors.seal(place));
    if (effect.kind === 'frame') {
      const reaches = recipientsOf(effect).map((to) => reachOf(to, chosen.get(to)));
      const outgoing = new Outgoing(effect, sealed);
      const told = this.hub.deliver(outgoing, reaches, sequence, effect.onDelivered !== undefined);
      this.noteDelivery(effect, told);
      return;
    }
    for (const frame of personal.get(effect) ?? []) {
      const outgoing = new Outgoing(frame, isReplayed(frame.event) ? sealed : undefined);
      this.hub.deliver(outgoing, [{ topic: effect.topic, among: new Set(frame.users) }], sequence);
    }
  }

  private noteDelivery({ event, onDelivered }: FrameEffect, told: Iterable<Connection>): void {
    if (!onDelivered) return;
    const users = new Set([...told].map(({ viewer }) => viewer.userId));
    try {
      if (users.size > 0) onDelivered([...users]);
    } catch (error) {
      this.logger.error({ err: error, event }, 'the delivery of a frame could not be noted');
    }
  }

  private changeRights(effect: RightsEffect, rights: BatchRights, sequence: number): void {
    switch (effect.kind) {
      case 'refreshSubscriptions':
        if ('topic' in effect) {
          this.refreshSubscriptions(this.hub.connectionsOn(effect.topic), rights, sequence);
          return;
        }
        for (const userId of effect.users)
          this.refreshSubscriptions(this.hub.connectionsOf(userId), rights, sequence);
        return;
      case 'closeSessions':
        for (const sessionId of effect.sessionIds) this.hub.closeSession(sessionId, effect.reason);
        return;
    }
  }

  private refreshSubscriptions(concerned: Iterable<Connection>, rights: BatchRights, sequence: number): void {
    const connections = [...concerned].filter((connection) => rights.of(connection));
    for (const connection of connections) {
      const granted = rights.of(connection) ?? new Set();
      for (const topic of [...connection.topics.keys()]) {
        if (!granted.has(topic) && rights.covers(connection, topic)) this.hub.silence(connection, topic);
      }
      // A topic that is new here may still hear the rest of what this very event tells.
      this.hub.listenFrom(sequence - 1, connection, granted);
    }
    for (const userId of new Set(connections.map(({ viewer }) => viewer.userId))) {
      for (const frame of rights.takeFrames(userId)) {
        const outgoing = new Outgoing(frame, undefined);
        for (const connection of connections) {
          if (connection.viewer.userId === userId && connection.mayHear(outgoing.scope))
            connection.tell(outgoing);
        }
      }
    }
  }
}
