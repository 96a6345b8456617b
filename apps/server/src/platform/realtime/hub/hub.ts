import { Injectable } from '@nestjs/common';
import type { SessionId, UserId } from '@plaza/contract';
import type { LogPosition } from '../../events/domain-events.js';
import { Logger } from '../../logging/logger.js';
import { GatewayMetrics } from '../gateway-metrics.js';
import { Realtime, userTopic } from '../realtime.js';
import type { CloseReason, Connection, Target } from './connection.js';
import { OutgoingFrame } from './outgoing-frame.js';
import { Revocations } from './revocations.js';

/** A position in the log with the number that this node gives it, which rises by one with each event. */
export interface NumberedPosition {
  sequence: number;
  position: LogPosition;
}

const BEGINNING: NumberedPosition = {
  sequence: 0,
  position: { xid: '0', id: '00000000-0000-0000-0000-000000000000' },
};
const NO_CONNECTIONS: ReadonlySet<Connection> = new Set();

/**
 * Which socket of this node is subscribed to what. Nothing in it waits: a batch of the log is delivered, and a socket is
 * subscribed, in one go each, so that for every event a socket either was subscribed or was not.
 */
@Injectable()
export class Hub {
  /** The end of the batch at hand: a socket that is subscribed now gets live what comes behind it. */
  claimed = BEGINNING;
  /** The end of the last batch that was delivered. */
  delivered = BEGINNING;
  readonly revocations = new Revocations();
  private readonly subscribers = new Map<string, Set<Connection>>();
  /** By the topic of their user. */
  private readonly byUser = new Map<string, Set<Connection>>();
  private readonly bySession = new Map<SessionId, Set<Connection>>();
  private corked: Set<Connection> | undefined;

  constructor(
    private readonly realtime: Realtime,
    private readonly metrics: GatewayMetrics,
    private readonly logger: Logger,
  ) {}

  get connections(): Connection[] {
    return [...this.byUser.values()].flatMap((connections) => [...connections]);
  }

  get sessionIds(): SessionId[] {
    return [...this.bySession.keys()];
  }

  connectionsOf(userId: UserId): ReadonlySet<Connection> {
    return this.byUser.get(userTopic(userId)) ?? NO_CONNECTIONS;
  }

  subscribersOf(topic: string): ReadonlySet<Connection> {
    return this.subscribers.get(topic) ?? NO_CONNECTIONS;
  }

  isSubscribed(userId: UserId, topic: string): boolean {
    for (const { topics } of this.connectionsOf(userId)) if (topics.has(topic)) return true;
    return false;
  }

  /** Whether an event with this topic concerns any socket, or anyone who is about to become one. */
  concerns(topic: string): boolean {
    return this.revocations.isWatched || this.subscribers.has(topic) || this.byUser.has(topic);
  }

  /** Takes a new socket in; it is subscribed to nothing yet, but it can be closed. */
  add(connection: Connection): void {
    addTo(this.byUser, userTopic(connection.viewer.userId), connection);
    addTo(this.bySession, connection.viewer.credential.sessionId, connection);
    this.metrics.countSocket(connection.transport.kind, 1);
    this.observe((observer) => observer.opened?.(connection.viewer));
  }

  /** Forgets a socket, however it ended; harmless when it is forgotten already. */
  remove(connection: Connection): void {
    if (connection.isClosed) return;
    connection.isClosed = true;
    for (const topic of [...connection.topics.keys()]) this.unsubscribe(connection, topic);
    removeFrom(this.byUser, userTopic(connection.viewer.userId), connection);
    removeFrom(this.bySession, connection.viewer.credential.sessionId, connection);
    this.metrics.countSocket(connection.transport.kind, -1);
    this.observe((observer) => observer.closed?.(connection.viewer));
  }

  close(connection: Connection, reason: CloseReason): void {
    if (connection.isClosed) return;
    this.remove(connection);
    connection.close(reason);
    this.metrics.closes.inc({ reason });
    this.logger.info(
      { socketId: connection.id, userId: connection.viewer.userId, reason },
      'a socket was closed',
    );
  }

  /** Sends the last event, then closes the sockets of the session. */
  closeSession(sessionId: SessionId, reason: string): void {
    const last = new OutgoingFrame({ event: 'session.revoked', payload: { reason } }, undefined);
    for (const connection of [...(this.bySession.get(sessionId) ?? [])]) {
      connection.sendNow(last);
      this.close(connection, 'sessionRevoked');
    }
  }

  /** Subscribes a socket to topics: live from behind the claimed position on, which it gives. */
  subscribe(connection: Connection, topics: Iterable<string>): NumberedPosition {
    this.subscribeBehind(this.claimed.sequence, connection, topics);
    return this.claimed;
  }

  /** As `subscribe`, from behind an event of the batch at hand on. */
  subscribeBehind(sequence: number, connection: Connection, topics: Iterable<string>): void {
    if (connection.isClosed) return;
    for (const topic of topics) {
      if (connection.topics.has(topic)) continue;
      connection.topics.set(topic, sequence);
      if (addTo(this.subscribers, topic, connection))
        this.observe((observer) => observer.subscribed?.(topic));
    }
  }

  unsubscribe(connection: Connection, topic: string): void {
    connection.topics.delete(topic);
    connection.requested.delete(topic);
    const wasLast = removeFrom(this.subscribers, topic, connection);
    if (wasLast) this.observe((observer) => observer.unsubscribed?.(topic));
  }

  /** Sends an event of the log to the targets that were subscribed before it, once to each socket; gives these sockets. */
  deliver(frame: OutgoingFrame, targets: readonly Target[], sequence: number): Connection[] {
    const seen = targets.length > 1 ? new Set<Connection>() : undefined;
    const sent: Connection[] = [];
    for (const target of targets) {
      for (const connection of this.connectionsIn(target)) {
        const isBehind = (connection.topics.get(target.topic) ?? sequence) < sequence;
        if (!isBehind || !connection.isMeantBy(target) || seen?.has(connection)) continue;
        if (this.corked && !this.corked.has(connection)) {
          this.corked.add(connection);
          connection.cork();
        }
        if (!connection.send(frame)) continue;
        seen?.add(connection);
        sent.push(connection);
      }
    }
    this.metrics.framesSent.inc(sent.length);
    return sent;
  }

  /** Sends a signal of the moment. */
  signal(frame: OutgoingFrame, target: Target): void {
    this.deliver(frame, [target], Number.POSITIVE_INFINITY);
  }

  /** Runs `deliveries`, which are many, so that each socket gets their frames in one write. */
  together(deliveries: () => void): void {
    const corked = new Set<Connection>();
    this.corked = corked;
    try {
      deliveries();
    } finally {
      this.corked = undefined;
      for (const connection of corked) connection.uncork();
    }
  }

  /** The person did something at this socket. */
  noteActivity(connection: Connection): void {
    this.observe((observer) => observer.acted?.(connection.viewer));
  }

  /** Where few are meant, the other subscribers are not looked at. */
  private connectionsIn({ topic, only }: Target): Iterable<Connection> {
    return only ? this.connectionsOfAll(only) : this.subscribersOf(topic);
  }

  private *connectionsOfAll(users: ReadonlySet<UserId>): Iterable<Connection> {
    for (const userId of users) yield* this.connectionsOf(userId);
  }

  private observe(notify: (observer: Realtime['observers'][number]) => void): void {
    for (const observer of this.realtime.observers) {
      try {
        notify(observer);
      } catch (error) {
        this.logger.error({ err: error }, 'an observer of sockets failed');
      }
    }
  }
}

/** Whether it is the first under the key. */
function addTo<Key>(index: Map<Key, Set<Connection>>, key: Key, connection: Connection): boolean {
  const connections = index.get(key);
  if (connections) connections.add(connection);
  else index.set(key, new Set([connection]));
  return !connections;
}

/** Whether it was the last under the key. */
function removeFrom<Key>(index: Map<Key, Set<Connection>>, key: Key, connection: Connection): boolean {
  const connections = index.get(key);
  if (!connections?.delete(connection) || connections.size > 0) return false;
  return index.delete(key);
}
