import { Injectable } from '@nestjs/common';
import type { SessionId, UserId } from '@plaza/contract';
import type { LogPosition } from '../../events/domain-events.js';
import { Logger } from '../../logging/logger.js';
import { Realtime, userTopic } from '../realtime.js';
import type { Connection } from './connection.js';
import { GatewayCounters } from './gateway-counters.js';
import { GrantJournal } from './grant-journal.js';
import { Outgoing } from './outgoing.js';
import type { Reach } from './reach.js';
import type { CloseReason } from './transport.js';

/** A place in the log, counted by this node. */
export interface LogMark {
  /** Rises by one with each event. */
  sequence: number;
  position: LogPosition;
}

const NOWHERE: LogMark = { sequence: 0, position: { xid: '0', id: '00000000-0000-0000-0000-000000000000' } };
const SIGNAL = Number.POSITIVE_INFINITY;

/**
 * Which socket of this node hears what. Nothing in it waits: a batch of the log is delivered, and a socket begins to listen,
 * in one go each, so that for every event a socket either was there or was not.
 */
@Injectable()
export class Hub {
  /** The end of the batch at hand: a socket that begins to listen now hears what comes behind it. */
  claimed = NOWHERE;
  /** The end of the last batch that was delivered. */
  delivered = NOWHERE;
  readonly journal = new GrantJournal();
  private readonly listeners = new Map<string, Map<Connection, number>>();
  /** By the topic of their user. */
  private readonly byUser = new Map<string, Set<Connection>>();
  private readonly bySession = new Map<SessionId, Set<Connection>>();
  private corked: CorkedConnections | undefined;

  constructor(
    private readonly realtime: Realtime,
    private readonly counters: GatewayCounters,
    private readonly logger: Logger,
  ) {}

  get connections(): Connection[] {
    return [...this.byUser.values()].flatMap((connections) => [...connections]);
  }

  get sessionIds(): SessionId[] {
    return [...this.bySession.keys()];
  }

  connectionsOf(userId: UserId): ReadonlySet<Connection> {
    return this.byUser.get(userTopic(userId)) ?? new Set();
  }

  connectionsOn(topic: string): Iterable<Connection> {
    return this.listeners.get(topic)?.keys() ?? [];
  }

  isSubscribed(userId: UserId, topic: string): boolean {
    return [...this.connectionsOf(userId)].some((connection) => connection.topics.has(topic));
  }

  /** How many sockets are subscribed to the topic. */
  countOn(topic: string): number {
    return this.listeners.get(topic)?.size ?? 0;
  }

  /** Whether an event with this topic concerns any socket, or anyone who is about to become one. */
  concerns(topic: string): boolean {
    return this.journal.isWatched || this.listeners.has(topic) || this.byUser.has(topic);
  }

  /** Takes a new socket in; it hears nothing yet, but it can be ended. */
  add(connection: Connection): void {
    addTo(this.byUser, userTopic(connection.viewer.userId), connection);
    addTo(this.bySession, connection.viewer.credential.sessionId, connection);
    this.counters.opened(connection.transportKind);
    this.observe((observer) => observer.opened?.(connection.viewer));
  }

  /** Forgets a socket, however it ended; harmless when it is forgotten already. */
  remove(connection: Connection): void {
    if (connection.isClosed) return;
    connection.isClosed = true;
    for (const topic of [...connection.topics.keys()]) this.silence(connection, topic);
    removeFrom(this.byUser, userTopic(connection.viewer.userId), connection);
    removeFrom(this.bySession, connection.viewer.credential.sessionId, connection);
    this.counters.gone(connection.transportKind);
    this.observe((observer) => observer.closed?.(connection.viewer));
  }

  close(connection: Connection, reason: CloseReason): void {
    if (connection.isClosed) return;
    this.remove(connection);
    connection.end(reason);
    this.counters.ended(reason);
    this.logger.info(
      { socketId: connection.id, userId: connection.viewer.userId, reason },
      'a socket was ended',
    );
  }

  /** The last event, then the end. */
  closeSession(sessionId: SessionId, reason: string): void {
    const farewell = new Outgoing({ event: 'session.revoked', payload: { reason } }, undefined);
    for (const connection of [...(this.bySession.get(sessionId) ?? [])]) {
      connection.tellNow(farewell);
      this.close(connection, 'sessionRevoked');
    }
  }

  /** Lets a socket hear topics from the claimed place on, which it gives. */
  listen(connection: Connection, topics: Iterable<string>): LogMark {
    this.listenFrom(this.claimed.sequence, connection, topics);
    return this.claimed;
  }

  /** As `listen`, from an event of the batch at hand on. */
  listenFrom(from: number, connection: Connection, topics: Iterable<string>): void {
    if (connection.isClosed) return;
    for (const topic of topics) {
      if (connection.topics.has(topic)) continue;
      connection.topics.set(topic, from);
      this.listenersOf(topic).set(connection, from);
    }
  }

  silence(connection: Connection, topic: string): void {
    connection.topics.delete(topic);
    connection.asked.delete(topic);
    const listeners = this.listeners.get(topic);
    listeners?.delete(connection);
    if (listeners?.size !== 0) return;
    this.listeners.delete(topic);
    this.observe((observer) => observer.unsubscribed?.(topic));
  }

  /**
   * Tells an event of the log to all whom it reaches and who listened before it; a socket reached twice is told once. Gives
   * the sockets that were told, where `collects`.
   */
  deliver(outgoing: Outgoing, ways: Reach[], sequence: number, collects = false): Iterable<Connection> {
    const told = ways.length > 1 || collects ? new Set<Connection>() : undefined;
    let count = 0;
    for (const reach of ways) {
      for (const [connection, from] of this.reachedBy(reach)) {
        if (from >= sequence || reach.except?.has(connection.viewer.userId)) continue;
        if (!connection.mayHear(outgoing.scope) || told?.has(connection)) continue;
        told?.add(connection);
        this.corked?.add(connection);
        connection.tell(outgoing);
        count += 1;
      }
    }
    this.counters.framesSent(count);
    return told ?? [];
  }

  /** Tells a signal of the moment. */
  signal(outgoing: Outgoing, reach: Reach): void {
    this.deliver(outgoing, [reach], SIGNAL);
  }

  /** Runs `deliveries`, which are many, so that each socket gets what they tell it in one write. */
  together(deliveries: () => void): void {
    const corked = new CorkedConnections();
    this.corked = corked;
    try {
      deliveries();
    } finally {
      this.corked = undefined;
      corked.uncork();
    }
  }

  /** The person did something at this socket. */
  noteActivity(connection: Connection): void {
    this.observe((observer) => observer.acted?.(connection.viewer));
  }

  /** Where few are meant, those who listen beside them are not looked at. */
  private *reachedBy({ topic, among }: Reach): Iterable<[Connection, number]> {
    if (!among) {
      yield* this.listeners.get(topic) ?? [];
      return;
    }
    for (const userId of among) {
      for (const connection of this.connectionsOf(userId)) {
        const from = connection.topics.get(topic);
        if (from !== undefined) yield [connection, from];
      }
    }
  }

  private listenersOf(topic: string): Map<Connection, number> {
    const known = this.listeners.get(topic);
    if (known) return known;
    const listeners = new Map<Connection, number>();
    this.listeners.set(topic, listeners);
    this.observe((observer) => observer.subscribed?.(topic));
    return listeners;
  }

  private observe(tell: (observer: Realtime['observers'][number]) => void): void {
    for (const observer of this.realtime.observers) {
      try {
        tell(observer);
      } catch (error) {
        this.logger.error({ err: error }, 'an observer of sockets failed');
      }
    }
  }
}

class CorkedConnections {
  private readonly connections = new Set<Connection>();

  add(connection: Connection): void {
    if (this.connections.has(connection)) return;
    this.connections.add(connection);
    connection.cork();
  }

  uncork(): void {
    for (const connection of this.connections) connection.uncork();
  }
}

function addTo<Key>(index: Map<Key, Set<Connection>>, key: Key, connection: Connection): void {
  const connections = index.get(key) ?? new Set();
  connections.add(connection);
  index.set(key, connections);
}

function removeFrom<Key>(index: Map<Key, Set<Connection>>, key: Key, connection: Connection): void {
  const connections = index.get(key);
  connections?.delete(connection);
  if (connections?.size === 0) index.delete(key);
}
