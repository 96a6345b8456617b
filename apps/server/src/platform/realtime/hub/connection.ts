import { setTimeout as pause } from 'node:timers/promises';
import type { UserId } from '@plaza/contract';
import { hasScope, type SessionViewer } from '../../http/viewer.js';
import type { GatewayPolicy } from '../gateway-policy.js';
import type { OutgoingFrame } from './outgoing-frame.js';

/** Why the server closes a socket; each transport says it in its own way. */
export type CloseReason =
  | 'unauthenticated'
  | 'sessionRevoked'
  | 'tooSlow'
  | 'rateLimited'
  | 'unsupported'
  | 'unavailable'
  | 'restarting';

/** The way to one client. */
export interface Transport {
  readonly kind: 'socketIo' | 'webSocket';
  /** Bytes that this process still holds for the client. */
  readonly bufferedBytes: number;
  send(frame: OutgoingFrame): void;
  /** Ends it for good, after what was sent; a client that does not read is cut off soon. */
  close(reason: CloseReason): void;
  /** Between the two, what is sent may be collected into one write. */
  cork?(): void;
  uncork?(): void;
}

/** The subscribers of a topic who get a frame: all of them, or those among `only`, but for `except`. */
export interface Target {
  topic: string;
  only?: ReadonlySet<UserId> | undefined;
  except?: readonly UserId[] | undefined;
}

const DRAIN_LOOK_MS = 10;

/** One open socket of a signed-in viewer. */
export class Connection {
  /** What it is subscribed to, each with the number of the last event that it does not get live; kept by the hub. */
  readonly topics = new Map<string, number>();
  /** Those of its topics that it asked for. */
  readonly requested = new Set<string>();
  isClosed = false;
  private held: OutgoingFrame[] | undefined = [];
  private heldBytes = 0;
  private isCorked = false;

  constructor(
    readonly id: string,
    readonly viewer: SessionViewer,
    readonly transport: Transport,
    private readonly policy: GatewayPolicy,
    private readonly onTooSlow: (connection: Connection) => void,
  ) {}

  /** Whether live frames wait until the socket is up to date. */
  get isHolding(): boolean {
    return this.held !== undefined;
  }

  /** Whether it is one of the subscribers whom the target means. */
  isMeantBy({ only, except }: Target): boolean {
    const { userId } = this.viewer;
    return !except?.includes(userId) && (only?.has(userId) ?? true);
  }

  /** Sends a live frame: behind whatever is still being replayed. False when its token does not cover the frame. */
  send(frame: OutgoingFrame): boolean {
    if (!this.held) return this.sendNow(frame);
    if (!this.mayReceive(frame)) return false;
    this.held.push(frame);
    this.heldBytes += frame.bytes;
    if (this.heldBytes > this.policy.heldBytes) this.onTooSlow(this);
    return true;
  }

  /** Sends before what is held; false as `send`. */
  sendNow(frame: OutgoingFrame): boolean {
    if (!this.mayReceive(frame)) return false;
    this.transport.send(frame);
    if (!this.isCorked) this.checkBackPressure();
    return true;
  }

  /** As `sendNow`, however large the frame is: the caller waits with `drained`. */
  sendWhole(frame: OutgoingFrame): void {
    if (this.mayReceive(frame)) this.transport.send(frame);
  }

  /** Resolves once the client has read most of what was sent; false when it closed, or was closed because it reads nothing. */
  async drained(): Promise<boolean> {
    const deadline = performance.now() + this.policy.replayPatienceMs;
    while (!this.isClosed && this.transport.bufferedBytes > this.policy.replayWindowBytes) {
      if (performance.now() > deadline) this.onTooSlow(this);
      else await pause(DRAIN_LOOK_MS);
    }
    return !this.isClosed;
  }

  /** Keeps live frames from now on until `release`. */
  hold(): void {
    this.held ??= [];
  }

  release(): void {
    const held = this.held ?? [];
    this.held = undefined;
    this.heldBytes = 0;
    this.cork();
    for (const frame of held) this.sendNow(frame);
    this.uncork();
  }

  /** Ends it; the hub forgets it first. */
  close(reason: CloseReason): void {
    this.held = undefined;
    this.transport.close(reason);
  }

  /** Collects what is sent until `uncork` into one write; what waits for the socket is judged only then. */
  cork(): void {
    this.isCorked = true;
    this.transport.cork?.();
  }

  uncork(): void {
    this.isCorked = false;
    this.transport.uncork?.();
    if (!this.isClosed) this.checkBackPressure();
  }

  private mayReceive({ scope }: OutgoingFrame): boolean {
    return !this.isClosed && (scope === null || hasScope(this.viewer, scope));
  }

  private checkBackPressure(): void {
    if (this.transport.bufferedBytes > this.policy.bufferedBytes) this.onTooSlow(this);
  }
}
