import { Injectable } from '@nestjs/common';
import { gateway, limits } from '@plaza/contract';

const MIB = 1_048_576;
const DAY_MS = 86_400_000;

/** How much one socket and one node may take, and how long silence may last. Tests shorten what they wait for. */
@Injectable()
export class GatewayPolicy {
  readonly socketsPerUser: number = limits.socketsPerUser;
  readonly topicsPerSocket: number = limits.topicsPerSocket;
  readonly frameBytes: number = limits.frameBytes;
  /** A socket that did not answer for this long after the last heartbeat is gone. */
  readonly heartbeatMs: number = gateway.heartbeatSeconds * 1000;
  /** What may wait in this process for a socket that reads slowly. */
  readonly bufferedBytes: number = MIB;
  /** What may wait for a socket that is still being brought up to date. */
  readonly heldBytes: number = MIB / 2;
  /** A replay goes on once the socket has read down to this. */
  readonly replayWindowBytes: number = MIB / 4;
  readonly replayPatienceMs: number = 30_000;
  readonly replayEvents: number = limits.replayEvents;
  readonly replayAgeMs: number = DAY_MS;
  /** How many events of others a replay may look through. */
  readonly replayScan: number = 20_000;
  /** How long a client waits whose cursor another node gave out that is ahead of this one. */
  readonly otherNodeMs: number = 2_000;
  /** How often it is asked whether the sessions of open sockets still live: the end of their time is no event. */
  readonly sessionCheckMs: number = 60_000;
  /** How long a closing handshake may take, and an accepted socket say nothing. */
  readonly closeMs: number = 3_000;
  readonly framesPerSecond: number = 50;
  readonly frameBurst: number = 100;
  /** How many sockets that come, or come back, may ask the database, so that a rush of them leaves room for requests. */
  readonly handshakes: { atOnce: number; waiting: number } = { atOnce: 2, waiting: 5_000 };
  readonly replays: { atOnce: number; waiting: number } = { atOnce: 2, waiting: 5_000 };
  /** So that a client which comes back at once and for ever costs little. */
  readonly handshakesPerUser: { requests: number; windowSeconds: number } = {
    requests: 120,
    windowSeconds: 60,
  };
}
