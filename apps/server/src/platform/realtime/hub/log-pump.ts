import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { LoggedEvent } from '../../events/domain-events.js';
import { EventLog } from '../../events/event-log.js';
import { EventWaker } from '../../events/event-waker.js';
import { LogFollower } from '../../events/log-follower.js';
import { Logger } from '../../logging/logger.js';
import { Settings } from '../../settings/settings.js';
import type { Effect } from '../framing.js';
import { LogCursors } from '../replay/log-cursors.js';
import { BatchPreparation } from './batch-preparation.js';
import type { Connection } from './connection.js';
import { Hub, reachOf } from './hub.js';
import { type BatchEvent, type BatchRights, framesWithPlaces, type PreparedBatch } from './log-batch.js';
import { Outgoing } from './outgoing.js';

/**
 * Follows the log for this node and tells its sockets. A batch is prepared first, and comes again when the database is away
 * meanwhile; then it is delivered in one go that neither waits nor fails.
 */
@Injectable()
export class LogPump implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly follower: LogFollower;

  constructor(
    private readonly hub: Hub,
    private readonly preparation: BatchPreparation,
    private readonly cursors: LogCursors,
    private readonly log: EventLog,
    private readonly settings: Settings,
    logger: Logger,
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

  private async consume(logged: LoggedEvent[]): Promise<void> {
    const first = this.hub.delivered.sequence + 1;
    const events = logged.map((event, index): BatchEvent => ({ event, sequence: first + index }));
    const last = events.at(-1);
    if (!last) return;
    // Before anything waits: whoever begins to listen from here on hears what comes behind this batch.
    const end = { sequence: last.sequence, position: last.event.position };
    this.hub.claimed = end;
    const prepared = await this.preparation.prepare(events);
    this.hub.together(() => this.deliver(prepared));
    this.hub.delivered = end;
  }

  private deliver(batch: PreparedBatch): void {
    for (const { event, sequence, effects = [] } of batch.events) {
      const places = framesWithPlaces(event, effects);
      for (const effect of effects) {
        if (effect.kind === 'frame') {
          const place = places.get(effect);
          const outgoing = new Outgoing(effect, place && (() => this.cursors.seal(place)));
          this.hub.deliver(outgoing, reachOf(effect.to, batch.chosen.get(effect)), sequence);
        } else {
          this.revoke(effect, batch.rights, sequence);
        }
      }
    }
  }

  private revoke(effect: Exclude<Effect, { kind: 'frame' }>, rights: BatchRights, sequence: number): void {
    switch (effect.kind) {
      case 'regrant':
        for (const userId of effect.users) this.regrant(this.hub.connectionsOf(userId), rights, sequence);
        return;
      case 'regrantTopic':
        this.regrant(this.hub.connectionsOn(effect.topic), rights, sequence);
        return;
      case 'closeSessions':
        for (const sessionId of effect.sessionIds) this.hub.closeSession(sessionId, effect.reason);
        return;
    }
  }

  private regrant(connections: Iterable<Connection>, rights: BatchRights, sequence: number): void {
    for (const connection of [...connections]) {
      const grants = rights.of(connection);
      if (!grants) continue;
      const granted = new Set(grants.map(({ topic }) => topic));
      for (const topic of [...connection.topics.keys()]) {
        if (!granted.has(topic) && rights.covers(connection, topic)) this.hub.silence(connection, topic);
      }
      // A topic that is new here may still hear the rest of what this very event tells.
      this.hub.listenFrom(sequence - 1, connection, grants);
    }
  }
}
