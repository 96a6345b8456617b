import { randomUUID } from 'node:crypto';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { Counter } from 'prom-client';
import { Logger } from '../logging/logger.js';
import { Metrics } from '../metrics/metrics.js';
import { RedisConnections } from '../redis/redis-connections.js';
import { InProcessSignals } from './in-process-signals.js';
import { type SignalHandler, type SignalName, type SignalPayloads, Signals } from './signals.js';

const PREFIX = 'plaza:signal:';
const NODE_ID_LENGTH = 36;
/** More than this in flight means that Redis is slow: a late signal is useless. */
const MAX_IN_FLIGHT = 1_000;
/** A connection that only listens does not notice by itself that the other side is gone. */
const PING_MS = 10_000;

/** Signals of an installation of several nodes. While Redis is away each node receives only its own. */
@Injectable()
export class RedisSignals extends Signals implements OnApplicationShutdown {
  private readonly nodeId = randomUUID();
  private readonly local: InProcessSignals;
  private readonly subscribers = new Map<SignalName, number>();
  private readonly dropped: Counter;
  private readonly pinging: NodeJS.Timeout;
  private inFlight = 0;

  constructor(
    private readonly redis: RedisConnections,
    private readonly logger: Logger,
    metrics: Metrics,
  ) {
    super();
    this.local = new InProcessSignals(logger);
    this.dropped = metrics.counter('plaza_signals_dropped_total', 'Signals that did not reach other nodes');
    const { subscriptions } = redis;
    subscriptions.on('ready', () => this.listen(...this.subscribers.keys()));
    subscriptions.on('message', (channel, message) => this.receive(channel, message));
    this.pinging = setInterval(() => void subscriptions.ping().catch(madeUpForWhenReady), PING_MS).unref();
  }

  publish<Name extends SignalName>(name: Name, payload: SignalPayloads[Name]): void {
    this.local.publish(name, payload);
    void this.publishToOthers(name, JSON.stringify(payload));
  }

  subscribe<Name extends SignalName>(name: Name, handler: SignalHandler<Name>): () => void {
    const unsubscribe = this.local.subscribe(name, handler);
    const others = this.subscribers.get(name) ?? 0;
    this.subscribers.set(name, others + 1);
    if (others === 0) this.listen(name);
    return () => {
      unsubscribe();
      this.leave(name);
    };
  }

  onApplicationShutdown(): void {
    clearInterval(this.pinging);
  }

  private async publishToOthers(name: SignalName, payload: string): Promise<void> {
    if (this.inFlight >= MAX_IN_FLIGHT) {
      this.dropped.inc();
      return;
    }
    this.inFlight += 1;
    try {
      await this.redis.commands.publish(PREFIX + name, this.nodeId + payload);
    } catch {
      // The connection itself says once that it is lost; each signal that was is only counted.
      this.dropped.inc();
    } finally {
      this.inFlight -= 1;
    }
  }

  private receive(channel: string, message: string): void {
    if (!channel.startsWith(PREFIX) || message.startsWith(this.nodeId)) return;
    const name = channel.slice(PREFIX.length);
    try {
      this.local.deliver(name, JSON.parse(message.slice(NODE_ID_LENGTH)));
    } catch (error) {
      this.logger.warn({ err: error, signal: name }, 'a signal from another node cannot be read');
    }
  }

  private listen(...names: SignalName[]): void {
    const { subscriptions } = this.redis;
    if (names.length === 0 || subscriptions.status !== 'ready') return;
    subscriptions.subscribe(...names.map((name) => PREFIX + name)).catch(madeUpForWhenReady);
  }

  private leave(name: SignalName): void {
    const left = (this.subscribers.get(name) ?? 1) - 1;
    if (left > 0) {
      this.subscribers.set(name, left);
      return;
    }
    this.subscribers.delete(name);
    this.redis.subscriptions.unsubscribe(PREFIX + name).catch(madeUpForWhenReady);
  }
}

/** A connection that fails is given up, and the next one subscribes to all that is wanted by then. */
function madeUpForWhenReady(): void {}
