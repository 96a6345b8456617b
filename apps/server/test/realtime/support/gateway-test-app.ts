import 'reflect-metadata';
import type { AddressInfo } from 'node:net';
import type { INestApplicationContext } from '@nestjs/common';
import { Module } from '@nestjs/common';
import { DiscoveryModule, NestFactory } from '@nestjs/core';
import type { ChannelId, EntryId, MessageId, SessionId, UserId } from '@plaza/contract';
import Fastify, { type FastifyInstance } from 'fastify';
import { sql } from 'kysely';
import { afterAll } from 'vitest';
import { Clock } from '../../../src/platform/clock/clock.js';
import { Database, type Tx } from '../../../src/platform/database/database.js';
import type { LogPosition, NewEvent } from '../../../src/platform/events/domain-events.js';
import { EventLog } from '../../../src/platform/events/event-log.js';
import { EventWaker } from '../../../src/platform/events/event-waker.js';
import { DiskSpace } from '../../../src/platform/health/disk-space.js';
import { Authenticator } from '../../../src/platform/http/authenticator.js';
import { Ids } from '../../../src/platform/ids/ids.js';
import { RateLimits } from '../../../src/platform/limits/rate-limits.js';
import { Logger } from '../../../src/platform/logging/logger.js';
import { Metrics } from '../../../src/platform/metrics/metrics.js';
import { Lifetime } from '../../../src/platform/process/lifetime.js';
import { LogCursors } from '../../../src/platform/realtime/delivery/log-cursors.js';
import { Gateway, gatewayProviders } from '../../../src/platform/realtime/gateway.js';
import { GatewayPolicy } from '../../../src/platform/realtime/gateway-policy.js';
import { Realtime, userTopic } from '../../../src/platform/realtime/realtime.js';
import { RealtimeSignals } from '../../../src/platform/realtime/realtime-signals.js';
import { RedisConnections } from '../../../src/platform/redis/redis-connections.js';
import { Settings } from '../../../src/platform/settings/settings.js';
import { InProcessSignals } from '../../../src/platform/signals/in-process-signals.js';
import { Signals } from '../../../src/platform/signals/signals.js';
import { openTestPlatform, type TestPlatform } from '../../support/test-platform.js';
import { channelTopic, entryTopic, TestAuthenticator, TestProduct, testTables } from './test-product.js';

export interface Visitor {
  userId: UserId;
  sessionId: SessionId;
  token: string;
}

export interface GatewayNode {
  url: string;
  app: INestApplicationContext;
  product: TestProduct;
  lifetime: Lifetime;
  fastify: FastifyInstance;
  /** Sends everyone in the channel a signal of that weight. */
  signal(channelId: ChannelId, bytes: number): void;
  close(): Promise<void>;
}

type PolicyChanges = { -readonly [Name in keyof GatewayPolicy]?: GatewayPolicy[Name] };

/** A database with the test product on it, and any number of nodes. */
export class GatewayTestApp {
  readonly log: EventLog;
  private readonly nodes: GatewayNode[] = [];

  private constructor(
    readonly context: TestPlatform,
    private readonly waker: EventWaker,
  ) {
    this.log = new EventLog(context.database, context.ids, context.clock, waker);
  }

  static async open(environment: Record<string, string> = {}): Promise<GatewayTestApp> {
    const context = await openTestPlatform({ NODE_ENV: 'test', RATE_LIMITS: 'off', ...environment });
    for (const table of testTables) await context.database.transaction((tx) => sql.raw(table).execute(tx));
    const waker = new EventWaker(context.database, context.settings, context.logger);
    const opened = new GatewayTestApp(context, waker);
    // Runs before the database of the context is closed.
    afterAll(() => opened.close());
    return opened;
  }

  async node(changes: PolicyChanges = {}): Promise<GatewayNode> {
    const { settings, logger, database, clock } = this.context;
    const policy = Object.assign(new GatewayPolicy(), changes);
    @Module({
      imports: [DiscoveryModule],
      providers: [
        { provide: Settings, useValue: settings },
        { provide: Logger, useValue: logger },
        { provide: Database, useValue: database },
        { provide: Clock, useValue: clock },
        { provide: Signals, useClass: InProcessSignals },
        { provide: Authenticator, useClass: TestAuthenticator },
        ...[
          Ids,
          Metrics,
          EventWaker,
          EventLog,
          RedisConnections,
          RateLimits,
          Realtime,
          RealtimeSignals,
          Lifetime,
          DiskSpace,
        ],
        ...gatewayProviders,
        { provide: GatewayPolicy, useValue: policy },
        TestProduct,
      ],
    })
    class TestModule {}
    const app = await NestFactory.createApplicationContext(TestModule, {
      logger: false,
      abortOnError: false,
    });
    const fastify = Fastify();
    app.get(Gateway).attach(fastify);
    await fastify.listen({ port: 0, host: '127.0.0.1' });
    const { port } = fastify.server.address() as AddressInfo;
    const lifetime = app.get(Lifetime);
    const node: GatewayNode = {
      url: `http://127.0.0.1:${port}`,
      app,
      product: app.get(TestProduct),
      lifetime,
      fastify,
      signal: (channelId, bytes) => {
        const user = {
          id: this.context.ids.next<UserId>(),
          username: 'loud',
          displayName: 'x'.repeat(bytes),
        };
        app.get(RealtimeSignals).send({
          event: 'user.typing',
          payload: { channelId, user, expiresAt: this.context.clock.now().toISOString() },
          to: { topic: channelTopic(channelId) },
        });
      },
      close: async () => {
        lifetime.beginStop();
        await fastify.close();
        await app.close();
      },
    };
    this.nodes.push(node);
    return node;
  }

  async visitor(): Promise<Visitor> {
    return this.session(this.context.ids.next());
  }

  /** Another session of the same user. */
  async session(userId: UserId): Promise<Visitor> {
    const sessionId = this.context.ids.next<SessionId>();
    await this.context.database.transaction((tx) =>
      sql`insert into test_sessions values (${sessionId}, ${userId})`.execute(tx),
    );
    return { userId, sessionId, token: `${userId}~${sessionId}` };
  }

  async channel(...members: Visitor[]): Promise<ChannelId> {
    const id = this.context.ids.next<ChannelId>();
    await this.context.database.transaction((tx) =>
      sql`insert into test_channels (id) values (${id})`.execute(tx),
    );
    for (const member of members) await this.grant(member, channelTopic(id));
    return id;
  }

  /** Says something in a channel and gives its ordinal; `pause` comes before the commit. */
  async say(channelId: ChannelId, pause?: () => Promise<void>): Promise<number> {
    return this.context.database.transaction(async (tx) => {
      const ordinal = await this.write(tx, channelId);
      await pause?.();
      return ordinal;
    });
  }

  /** Says much at once. */
  async sayMany(channelId: ChannelId, count: number): Promise<void> {
    await this.context.database.transaction(async (tx) => {
      for (let said = 0; said < count; said += 1) await this.write(tx, channelId);
    });
  }

  async lastOrdinal(channelId: ChannelId): Promise<number> {
    const { rows } = await sql<{ last_ordinal: number }>`
      select last_ordinal from test_channels where id = ${channelId}
    `.execute(this.context.database.read);
    return rows[0]?.last_ordinal ?? 0;
  }

  async publish(author: Visitor, ...readers: Visitor[]): Promise<EntryId> {
    const entryId = this.context.ids.next<EntryId>();
    await this.context.database.transaction(async (tx) => {
      for (const reader of readers) await this.writeRight(tx, reader, entryTopic(entryId));
      await this.append(tx, {
        name: 'test.published',
        subject: { entryId, authorId: author.userId },
        topics: [entryTopic(entryId), 'feed:home'],
      });
    });
    return entryId;
  }

  /** Has an entry sent again. */
  async republish(author: Visitor, entryId: EntryId): Promise<void> {
    await this.emit({
      name: 'test.published',
      subject: { entryId, authorId: author.userId },
      topics: [entryTopic(entryId), 'feed:home'],
    });
  }

  async forget(channelId: ChannelId, ordinal: number): Promise<void> {
    await this.context.database.transaction((tx) =>
      sql`delete from test_messages where channel_id = ${channelId} and ordinal = ${ordinal}`.execute(tx),
    );
  }

  /** Takes the right of one away and has all be asked again. */
  async closeChannelTo({ userId }: Visitor, channelId: ChannelId): Promise<void> {
    await this.context.database.transaction(async (tx) => {
      const topic = channelTopic(channelId);
      await sql`delete from test_rights where user_id = ${userId} and topic = ${topic}`.execute(tx);
      await this.append(tx, { name: 'test.channelRights', subject: { channelId }, topics: [topic] });
    });
  }

  cursorAt(position: LogPosition, ageMs = 0): string {
    const at = this.context.clock.milliseconds() - ageMs;
    return new LogCursors(this.context.settings).seal({ position, at });
  }

  async grant(visitor: Visitor, topic: string): Promise<void> {
    await this.context.database.transaction(async (tx) => {
      await this.writeRight(tx, visitor, topic);
      await this.append(tx, rightsOf(visitor));
    });
  }

  async revoke(visitor: Visitor, topic: string): Promise<void> {
    await this.context.database.transaction(async (tx) => {
      await sql`delete from test_rights where user_id = ${visitor.userId} and topic = ${topic}`.execute(tx);
      await this.append(tx, rightsOf(visitor));
    });
  }

  /** The session is over without any event. */
  async letSessionRunOut({ sessionId }: Visitor): Promise<void> {
    await this.context.database.transaction((tx) =>
      sql`delete from test_sessions where id = ${sessionId}`.execute(tx),
    );
  }

  async endSession({ userId, sessionId }: Visitor): Promise<void> {
    await this.context.database.transaction(async (tx) => {
      await sql`delete from test_sessions where id = ${sessionId}`.execute(tx);
      await this.append(tx, {
        name: 'test.ended',
        subject: { userId, sessionId },
        topics: [userTopic(userId)],
      });
    });
  }

  async directMessages(): Promise<unknown[]> {
    const { rows } = await sql`select sender_id, recipient_id, body from test_direct`.execute(
      this.context.database.read,
    );
    return rows;
  }

  async emit(event: NewEvent): Promise<void> {
    await this.context.database.transaction((tx) => this.append(tx, event));
  }

  append(tx: Tx, event: NewEvent): Promise<void> {
    return this.log.append(tx, event);
  }

  private async write(tx: Tx, channelId: ChannelId): Promise<number> {
    await sql`select pg_advisory_xact_lock(hashtextextended(${channelId}, 0))`.execute(tx);
    const { rows } = await sql<{ ordinal: number }>`
      update test_channels set last_ordinal = last_ordinal + 1 where id = ${channelId} returning last_ordinal as ordinal
    `.execute(tx);
    const ordinal = rows[0]?.ordinal ?? 0;
    const messageId = this.context.ids.next<MessageId>();
    await sql`insert into test_messages values (${messageId}, ${channelId}, ${ordinal})`.execute(tx);
    const subject = { channelId, messageId, ordinal };
    await this.append(tx, { name: 'test.said', subject, topics: [channelTopic(channelId)] });
    return ordinal;
  }

  private async writeRight(tx: Tx, { userId }: Visitor, topic: string): Promise<void> {
    await sql`
      insert into test_rights values (${userId}, ${topic}) on conflict (user_id, topic) do nothing
    `.execute(tx);
  }

  private async close(): Promise<void> {
    await Promise.all(this.nodes.map((node) => node.close()));
    await this.waker.onApplicationShutdown();
  }
}

function rightsOf({ userId }: Visitor): NewEvent {
  return { name: 'test.rights', subject: { userId }, topics: [userTopic(userId)] };
}
