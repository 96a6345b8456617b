import { Injectable } from '@nestjs/common';
import { events, type Ready } from '@plaza/contract';
import { Clock } from '../clock/clock.js';
import { Authenticator } from '../http/authenticator.js';
import { assertMatchesContract } from '../http/matches-contract.js';
import { toProblemError } from '../http/problems.js';
import { hasScope, isInSession, type SignedInViewer } from '../http/viewer.js';
import { Ids } from '../ids/ids.js';
import { RateLimits } from '../limits/rate-limits.js';
import { Logger } from '../logging/logger.js';
import { ProblemError } from '../problems/problem-error.js';
import { Settings } from '../settings/settings.js';
import { Gate } from './gate.js';
import { GatewayPolicy } from './gateway-policy.js';
import { BackPressure } from './hub/back-pressure.js';
import { Connection } from './hub/connection.js';
import { GatewayCounters } from './hub/gateway-counters.js';
import type { GrantWatch } from './hub/grant-journal.js';
import { Grants } from './hub/grants.js';
import { Hub, type LogMark } from './hub/hub.js';
import { Outgoing } from './hub/outgoing.js';
import type { Transport } from './hub/transport.js';
import { Realtime } from './realtime.js';
import { LogCursors, type LogPlace } from './replay/log-cursors.js';
import { type Missed, Replay } from './replay/replay.js';

/** How often rights are asked again because some were taken away meanwhile. */
const MAX_ASKS = 5;

/** What a new socket is told first. */
interface Start {
  ready: Ready;
  missed: Missed | undefined;
  topics: ReadonlySet<string>;
}

/** Takes sockets in: who it is, what it may hear, what it missed. */
@Injectable()
export class Opening {
  private readonly gate: Gate;

  constructor(
    private readonly authenticator: Authenticator,
    private readonly hub: Hub,
    private readonly grants: Grants,
    private readonly replay: Replay,
    private readonly pace: BackPressure,
    private readonly realtime: Realtime,
    private readonly cursors: LogCursors,
    private readonly limits: RateLimits,
    private readonly policy: GatewayPolicy,
    private readonly counters: GatewayCounters,
    private readonly settings: Settings,
    private readonly ids: Ids,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {
    this.gate = new Gate(policy.openings);
  }

  /**
   * Takes in the socket of a living session; it can be ended from now on and hears nothing yet. Errors: `unauthenticated`
   * and what else the token deserves, `rate_limited` with too many sockets or openings, `unavailable` in a rush.
   */
  async admit(accessToken: string, transport: Transport): Promise<Connection> {
    const admitted = () =>
      this.hub.journal.watch((watch) => this.admitWatching(watch, accessToken, transport));
    return this.gate.through(admitted);
  }

  /**
   * Brings an admitted socket up to date and lets it hear: `ready`, what it missed since the cursor, then whatever comes.
   * A failure ends the socket.
   */
  async bringUp(connection: Connection, cursor: string | undefined): Promise<void> {
    try {
      const place = cursor === undefined ? undefined : await this.replay.placeOf(cursor);
      if (cursor !== undefined && !place) this.counters.replayed('too_long_ago');
      const start = await this.gate.through(() => this.prepare(connection, place));
      // A client that reads slowly keeps nobody else waiting.
      if (await this.tell(connection, start)) this.tellConnected(connection.viewer);
    } catch (error) {
      const problem = toProblemError(error);
      if (problem.code === 'internal') {
        this.logger.error({ err: error, socketId: connection.id }, 'a socket could not be opened');
      }
      this.hub.close(connection, 'unavailable');
    }
  }

  private async admitWatching(
    watch: GrantWatch,
    accessToken: string,
    transport: Transport,
  ): Promise<Connection> {
    const viewer = await this.authenticator.authenticateAnew(accessToken);
    // A socket ends with its session; for grants and tokens nobody would end it.
    if (!isInSession(viewer)) throw new ProblemError('insufficient_scope');
    const opens = await this.limits.consume('open', viewer.userId, this.policy.opens);
    if (!opens.allowed) throw new ProblemError('rate_limited', { retryAfterSeconds: opens.resetSeconds });
    // From here to the end nothing waits: none slips past the bound, and none past the end of its session.
    if (this.hub.connectionsOf(viewer.userId).size >= this.policy.socketsPerUser) {
      throw new ProblemError('rate_limited', { detail: 'Too many sockets are open', retryAfterSeconds: 60 });
    }
    if (watch.sawEnd(viewer.credential.sessionId)) throw new ProblemError('session_ended');
    const tooSlow = (connection: Connection) => this.hub.close(connection, 'tooSlow');
    const connection = new Connection(this.ids.next(), viewer, transport, this.policy, tooSlow);
    this.hub.add(connection);
    return connection;
  }

  private async prepare(connection: Connection, place: LogPlace | undefined): Promise<Start> {
    const { topics, from } = await this.listen(connection);
    const [missed, parts] = await Promise.all([
      place && this.replay.missedSince(place, from.position, topics),
      this.readyParts(connection.viewer),
    ]);
    if (place) this.counters.replayed(missed ? 'resumed' : 'too_long_ago');
    // While a replay follows, the client still stands where it was.
    const isBehind = missed !== undefined && missed.events.length > 0;
    const stand = isBehind && place ? place : { position: from.position, at: this.clock.milliseconds() };
    const ready: Ready = { ...parts, cursor: this.cursors.seal(stand), resumed: missed !== undefined };
    if (this.settings.validatesResponses) assertMatchesContract('ready', events.ready.payload, ready);
    return { ready, missed, topics: new Set(topics) };
  }

  /** Gives false when the socket ended meanwhile. */
  private async tell(connection: Connection, { ready, missed, topics }: Start): Promise<boolean> {
    connection.tellAtLength(new Outgoing({ event: 'ready', payload: ready }, () => ready.cursor));
    if (!(await this.pace.hasRead(connection))) return false;
    const seal = this.cursors.seal.bind(this.cursors);
    if (missed && !(await this.replay.tell(connection, missed, topics, seal))) return false;
    connection.release();
    return !connection.isClosed;
  }

  /** Rights are asked again when some were taken away while the answer was under way. */
  private async listen(connection: Connection): Promise<{ topics: string[]; from: LogMark }> {
    for (let asks = 0; asks < MAX_ASKS; asks += 1) {
      const heard = await this.hub.journal.watch(async (watch) => {
        const topics = [...((await this.grants.of([connection])).get(connection) ?? [])];
        if (watch.saw(connection.viewer.userId, topics)) return undefined;
        return { topics, from: this.hub.listen(connection, topics) };
      });
      if (heard) return heard;
    }
    throw new ProblemError('unavailable', { retryAfterSeconds: 1 });
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

  private tellConnected(viewer: SignedInViewer): void {
    for (const effect of this.realtime.connected) {
      effect(viewer).catch((error: unknown) => {
        this.logger.error({ err: error, userId: viewer.userId }, 'what follows from a new socket failed');
      });
    }
  }
}
