import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { UserId } from '@plaza/contract';
import type { LoggedEvent } from '../../events/domain-events.js';
import { EventLog } from '../../events/event-log.js';
import { EventWaker } from '../../events/event-waker.js';
import { LogFollower } from '../../events/log-follower.js';
import { Logger } from '../../logging/logger.js';
import { Settings } from '../../settings/settings.js';
import { Signals } from '../../signals/signals.js';
import type { Frame, SignalFrame } from '../effects.js';
import type { Connection } from '../hub/connection.js';
import { Hub } from '../hub/hub.js';
import { OutgoingFrame } from '../hub/outgoing-frame.js';
import { Realtime } from '../realtime.js';
import '../realtime-signals.js';
import type { Batch, Step } from './batch.js';
import { BatchPreparation } from './batch-preparation.js';
import { LogCursors } from './log-cursors.js';

/**
 * Follows the log, and the signals of the moment, and sends them to the sockets of this node. A batch of the log is prepared
 * first, and comes again when the database is away meanwhile; then it is delivered in one go that neither waits nor fails.
 */
@Injectable()
export class EventDispatcher implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly follower: LogFollower;
  private stopSignals: (() => void) | undefined;

  constructor(
    private readonly hub: Hub,
    private readonly preparation: BatchPreparation,
    private readonly cursors: LogCursors,
    private readonly realtime: Realtime,
    private readonly log: EventLog,
    private readonly signals: Signals,
    private readonly settings: Settings,
    private readonly logger: Logger,
    waker: EventWaker,
  ) {
    this.follower = new LogFollower(log, waker, logger, (events) => this.consume(events));
  }

  async onApplicationBootstrap(): Promise<void> {
    if (this.settings.role !== 'all' && this.settings.role !== 'gateway') return;
    const signal = (frame: SignalFrame) => this.hub.signal(new OutgoingFrame(frame, undefined), frame.to);
    this.stopSignals = this.signals.subscribe('realtime.frame', signal);
    this.realtime.sendThrough(signal);
    const position = await this.log.end();
    this.hub.claimed = { sequence: 0, position };
    this.hub.delivered = this.hub.claimed;
    this.follower.start(position);
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopSignals?.();
    await this.follower.stop();
  }

  private async consume(events: readonly LoggedEvent[]): Promise<void> {
    const last = events.at(-1);
    if (!last) return;
    // Before anything waits: whoever subscribes from here on gets live what comes behind this batch.
    const sequence = this.hub.delivered.sequence + events.length;
    this.hub.claimed = { sequence, position: last.position };
    const batch = await this.preparation.prepare(events);
    if (events.length === 1) this.deliver(events, batch);
    else this.hub.together(() => this.deliver(events, batch));
    this.hub.delivered = this.hub.claimed;
  }

  private deliver(events: readonly LoggedEvent[], batch: Batch): void {
    let { sequence } = this.hub.delivered;
    for (const event of events) {
      sequence += 1;
      // Whoever did this, by whatever way, is active here too.
      const [connection] = event.actorId ? this.hub.connectionsOf(event.actorId) : [];
      if (connection) this.hub.noteActivity(connection);
      for (const step of batch.steps(event)) this.apply(step, batch, sequence);
    }
  }

  private apply(step: Step, batch: Batch, sequence: number): void {
    switch (step.kind) {
      case 'send': {
        const { frame, targets, cursor, onDelivered } = step;
        const outgoing = new OutgoingFrame(frame, cursor && (() => this.cursors.seal(cursor)));
        const sent = this.hub.deliver(outgoing, targets, sequence);
        if (onDelivered && sent.length > 0) this.noteDelivery(frame, onDelivered, sent);
        return;
      }
      case 'refreshSubscriptions':
        if ('topic' in step) this.refresh(this.hub.subscribersOf(step.topic), batch, sequence);
        else for (const userId of step.users) this.refresh(this.hub.connectionsOf(userId), batch, sequence);
        return;
      case 'closeSessions':
        for (const sessionId of step.sessionIds) this.hub.closeSession(sessionId, step.reason);
        return;
    }
  }

  private noteDelivery({ event }: Frame, onDelivered: (users: UserId[]) => void, sent: Connection[]): void {
    try {
      onDelivered([...new Set(sent.map(({ viewer }) => viewer.userId))]);
    } catch (error) {
      this.logger.error({ err: error, event }, 'the delivery of a frame could not be noted');
    }
  }

  private refresh(concerned: ReadonlySet<Connection>, batch: Batch, sequence: number): void {
    const users = new Map<UserId, Connection[]>();
    for (const connection of [...concerned]) {
      // A socket that came later asked later.
      const refreshed = batch.refreshed.get(connection);
      if (!refreshed) continue;
      for (const topic of refreshed.lost) this.hub.unsubscribe(connection, topic);
      // A new topic still brings the rest of this very event.
      this.hub.subscribeBehind(sequence - 1, connection, refreshed.gained);
      const { userId } = connection.viewer;
      users.set(userId, [...(users.get(userId) ?? []), connection]);
    }
    for (const [userId, connections] of users) {
      const frames = batch.topicsChanged.get(userId) ?? [];
      // Later refreshes of the same batch change nothing more.
      batch.topicsChanged.delete(userId);
      for (const frame of frames) {
        const outgoing = new OutgoingFrame(frame, undefined);
        for (const connection of connections) connection.send(outgoing);
      }
    }
  }
}
