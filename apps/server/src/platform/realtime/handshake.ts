import { Injectable } from '@nestjs/common';
import { events, type Ready } from '@plaza/contract';
import { Clock } from '../clock/clock.js';
import { Semaphore } from '../concurrency/semaphore.js';
import { Authenticator } from '../http/authenticator.js';
import { assertMatchesContract } from '../http/matches-contract.js';
import { toProblemError } from '../http/problems.js';
import { hasScope, isInSession, type SignedInViewer } from '../http/viewer.js';
import { Ids } from '../ids/ids.js';
import { RateLimits } from '../limits/rate-limits.js';
import { Logger } from '../logging/logger.js';
import { ProblemError } from '../problems/problem-error.js';
import { Settings } from '../settings/settings.js';
import { type LogCursor, LogCursors } from './delivery/log-cursors.js';
import { type Missed, Replay } from './delivery/replay.js';
import { GatewayMetrics } from './gateway-metrics.js';
import { GatewayPolicy } from './gateway-policy.js';
import { Connection, type Transport } from './hub/connection.js';
import { Hub } from './hub/hub.js';
import { OutgoingFrame } from './hub/outgoing-frame.js';
import type { RevocationWatch } from './hub/revocations.js';
import { TopicAccess } from './hub/topic-access.js';
import { Realtime } from './realtime.js';

/** What a new socket gets first. */
interface FirstFrames {
  ready: Ready;
  missed: Missed | undefined;
  topics: ReadonlySet<string>;
}

/** Takes new sockets in: who it is, what it is subscribed to, what it missed. */
@Injectable()
export class Handshake {
  private readonly semaphore: Semaphore;

  constructor(
    private readonly authenticator: Authenticator,
    private readonly hub: Hub,
    private readonly access: TopicAccess,
    private readonly replay: Replay,
    private readonly realtime: Realtime,
    private readonly cursors: LogCursors,
    private readonly limits: RateLimits,
    private readonly policy: GatewayPolicy,
    private readonly metrics: GatewayMetrics,
    private readonly settings: Settings,
    private readonly ids: Ids,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {
    this.semaphore = new Semaphore(policy.handshakes);
  }

  /**
   * Takes in the socket of a living session; it can be closed from now on and gets nothing yet. Errors: `unauthenticated`
   * and what else the token deserves, `rate_limited` with too many sockets or handshakes, `unavailable` in a rush.
   */
  async admit(accessToken: string, transport: Transport): Promise<Connection> {
    return this.semaphore.run(() =>
      this.hub.revocations.watch((watch) => this.authenticate(watch, accessToken, transport)),
    );
  }

  /**
   * Brings an admitted socket up to date: `ready`, what it missed since the cursor, then whatever comes. A failure closes the
   * socket.
   */
  async start(connection: Connection, sealed: string | undefined): Promise<void> {
    try {
      const cursor = sealed === undefined ? undefined : await this.replay.open(sealed);
      if (sealed !== undefined && !cursor) this.metrics.replays.inc({ outcome: 'too_long_ago' });
      const first = await this.semaphore.run(() => this.prepare(connection, cursor));
      // A client that reads slowly keeps nobody else waiting.
      if (await this.send(connection, first)) this.notifyConnected(connection.viewer);
    } catch (error) {
      const problem = toProblemError(error);
      if (problem.code === 'internal') {
        this.logger.error({ err: error, socketId: connection.id }, 'a socket could not be started');
      }
      this.hub.close(connection, 'unavailable');
    }
  }

  private async authenticate(
    watch: RevocationWatch,
    accessToken: string,
    transport: Transport,
  ): Promise<Connection> {
    const viewer = await this.authenticator.authenticateAnew(accessToken);
    // A socket ends with its session; for grants and tokens nobody would end it.
    if (!isInSession(viewer)) throw new ProblemError('insufficient_scope');
    const handshakes = await this.limits.consume('handshake', viewer.userId, this.policy.handshakesPerUser);
    if (!handshakes.allowed) {
      throw new ProblemError('rate_limited', { retryAfterSeconds: handshakes.resetSeconds });
    }
    // From here to the end nothing waits: none slips past the bound, and none past the end of its session.
    if (this.hub.connectionsOf(viewer.userId).size >= this.policy.socketsPerUser) {
      throw new ProblemError('rate_limited', { detail: 'Too many sockets are open', retryAfterSeconds: 60 });
    }
    if (watch.sawEndOf(viewer.credential.sessionId)) throw new ProblemError('session_ended');
    const tooSlow = (slow: Connection) => this.hub.close(slow, 'tooSlow');
    const connection = new Connection(this.ids.next(), viewer, transport, this.policy, tooSlow);
    this.hub.add(connection);
    return connection;
  }

  private async prepare(connection: Connection, cursor: LogCursor | undefined): Promise<FirstFrames> {
    const { viewer } = connection;
    const { topics, from } = await this.hub.revocations.settle(
      viewer.userId,
      async () => [...(await this.access.topicsOf([connection])).values()].flatMap((set) => [...set]),
      (allowed) => ({ topics: allowed, from: this.hub.subscribe(connection, allowed) }),
    );
    const [missed, parts] = await Promise.all([
      cursor && this.replay.missedSince(cursor, from.position, topics),
      this.readyParts(viewer),
    ]);
    if (cursor) this.metrics.replays.inc({ outcome: missed ? 'resumed' : 'too_long_ago' });
    // While a replay follows, the client is still where it was.
    const isBehind = missed !== undefined && missed.events.length > 0;
    const reached = isBehind && cursor ? cursor : { position: from.position, at: this.clock.milliseconds() };
    const ready: Ready = { ...parts, cursor: this.cursors.seal(reached), resumed: missed !== undefined };
    if (this.settings.validatesResponses) assertMatchesContract('ready', events.ready.payload, ready);
    return { ready, missed, topics: new Set(topics) };
  }

  /** Gives false when the socket closed meanwhile. */
  private async send(connection: Connection, { ready, missed, topics }: FirstFrames): Promise<boolean> {
    connection.sendWhole(new OutgoingFrame({ event: 'ready', payload: ready }, () => ready.cursor));
    if (!(await connection.drained())) return false;
    const seal = (cursor: LogCursor) => this.cursors.seal(cursor);
    if (missed && !(await this.replay.send(connection, missed, topics, seal))) return false;
    connection.release();
    return !connection.isClosed;
  }

  private async readyParts(viewer: SignedInViewer): Promise<Omit<Ready, 'cursor' | 'resumed'>> {
    const parts = await Promise.all(
      this.realtime.readyParts.map(async (part) => [
        part.part,
        part.scope === null || hasScope(viewer, part.scope) ? await part.load(viewer) : part.empty,
      ]),
    );
    // The gateway does not know the parts: that none is missing is checked when it starts.
    return Object.fromEntries(parts);
  }

  private notifyConnected(viewer: SignedInViewer): void {
    for (const effect of this.realtime.connected) {
      effect(viewer).catch((error: unknown) => {
        this.logger.error({ err: error, userId: viewer.userId }, 'what follows from a new socket failed');
      });
    }
  }
}
