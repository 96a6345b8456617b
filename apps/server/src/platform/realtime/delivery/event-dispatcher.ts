import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { UserId } from '@plaza/contract';
import type { LoggedEvent } from '../../events/domain-events.js';
import { EventLog } from '../../events/event-log.js';
import { EventWaker } from '../../events/event-waker.js';
import { LogFollower } from '../../events/log-follower.js';
import { Logger } from '../../logging/logger.js';
import { Settings } from '../../settings/settings.js';
import { Signals } from '../../signals/signals.js';
import type { Effect, FrameEffect, PersonalFramesEffect, SignalFrame } from '../effects.js';
import type { Connection } from '../hub/connection.js';
import { Hub } from '../hub/hub.js';
import { OutgoingFrame } from '../hub/outgoing-frame.js';
import { Realtime } from '../realtime.js';
import '../realtime-signals.js';
import { BatchPreparation, type PreparedBatch } from './batch-preparation.js';
import { isReplayed, recipientsOf, sendEffectsOf } from './event-mapping.js';
import { LogCursors } from './log-cursors.js';

const NOBODY: ReadonlySet<UserId> = new Set();

type SealCursor = (() => string) | undefined;

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

  private deliver(events: readonly LoggedEvent[], batch: PreparedBatch): void {
    let { sequence } = this.hub.delivered;
    for (const event of events) {
      sequence += 1;
      // Whoever did this, by whatever way, is active here too.
      const [connection] = event.actorId ? this.hub.connectionsOf(event.actorId) : [];
      if (connection) this.hub.noteActivity(connection);
      const effects = batch.effects.get(event) ?? [];
      const cursors = sendEffectsOf(event, effects);
      for (const effect of effects) {
        const cursor =
          effect.kind === 'frame' || effect.kind === 'personalFrames' ? cursors.get(effect) : undefined;
        this.apply(effect, batch, sequence, cursor && (() => this.cursors.seal(cursor)));
      }
    }
  }

  private apply(effect: Effect, batch: PreparedBatch, sequence: number, sealCursor: SealCursor): void {
    switch (effect.kind) {
      case 'frame':
        this.sendFrame(effect, batch, sequence, sealCursor);
        return;
      case 'personalFrames':
        this.sendPersonalFrames(effect, batch, sequence, sealCursor);
        return;
      case 'refreshSubscriptions':
        if ('topic' in effect) this.refresh(this.hub.subscribersOf(effect.topic), batch, sequence);
        else for (const user of effect.users) this.refresh(this.hub.connectionsOf(user), batch, sequence);
        return;
      case 'closeSessions':
        for (const sessionId of effect.sessionIds) this.hub.closeSession(sessionId, effect.reason);
        return;
    }
  }

  private sendFrame(
    effect: FrameEffect,
    { filtered }: PreparedBatch,
    sequence: number,
    sealCursor: SealCursor,
  ): void {
    const targets = recipientsOf(effect).map((to) => ({
      topic: to.topic,
      except: to.except,
      only: to.filter && (filtered.get(to) ?? NOBODY),
    }));
    const sent = this.hub.deliver(new OutgoingFrame(effect, sealCursor), targets, sequence);
    if (!effect.onDelivered || sent.length === 0) return;
    try {
      effect.onDelivered([...new Set(sent.map(({ viewer }) => viewer.userId))]);
    } catch (error) {
      this.logger.error({ err: error, event: effect.event }, 'the delivery of a frame could not be noted');
    }
  }

  private sendPersonalFrames(
    effect: PersonalFramesEffect,
    { personalFrames }: PreparedBatch,
    sequence: number,
    sealCursor: SealCursor,
  ): void {
    for (const frame of personalFrames.get(effect) ?? []) {
      const outgoing = new OutgoingFrame(frame, isReplayed(frame.event) ? sealCursor : undefined);
      this.hub.deliver(outgoing, [{ topic: effect.topic, only: new Set(frame.users) }], sequence);
    }
  }

  private refresh(concerned: Iterable<Connection>, batch: PreparedBatch, sequence: number): void {
    const byUser = Map.groupBy(concerned, ({ viewer }) => viewer.userId);
    for (const [userId, connections] of byUser) {
      // A socket that came later asked later.
      const refreshed = connections.filter((connection) => batch.refreshed.has(connection));
      for (const connection of refreshed) {
        const { gained, lost } = batch.refreshed.get(connection) ?? { gained: [], lost: [] };
        for (const topic of lost) this.hub.unsubscribe(connection, topic);
        // A new topic still brings the rest of this very event.
        this.hub.subscribeBehind(sequence - 1, connection, gained);
      }
      if (refreshed.length === 0) continue;
      for (const frame of batch.takeTopicsChanged(userId)) {
        const outgoing = new OutgoingFrame(frame, undefined);
        for (const connection of refreshed) {
          if (connection.mayReceive(outgoing.scope)) connection.send(outgoing);
        }
      }
    }
  }
}
