import type { Scope } from '@plaza/contract';
import { hasScope, type SessionViewer } from '../../http/viewer.js';
import type { GatewayPolicy } from '../gateway-policy.js';
import type { Outgoing } from './outgoing.js';
import type { CloseReason, Transport } from './transport.js';

/** One open socket of a signed-in viewer. */
export class Connection {
  /** What it is subscribed to, and from behind which event of this node's log on; kept by the hub. */
  readonly topics = new Map<string, number>();
  /** Those of its topics that it asked for. */
  readonly asked = new Set<string>();
  isClosed = false;
  private held: Outgoing[] | undefined = [];
  private heldBytes = 0;
  private isCorked = false;

  constructor(
    readonly id: string,
    readonly viewer: SessionViewer,
    private readonly transport: Transport,
    private readonly policy: GatewayPolicy,
    private readonly onTooSlow: (connection: Connection) => void,
  ) {}

  get transportKind(): Transport['kind'] {
    return this.transport.kind;
  }

  get bufferedBytes(): number {
    return this.transport.bufferedBytes;
  }

  /** Whether what is told now waits until the socket was brought up to date. */
  get isHolding(): boolean {
    return this.held !== undefined;
  }

  /** Whether its token covers events of the scope. */
  mayHear(scope: Scope | null): boolean {
    return scope === null || hasScope(this.viewer, scope);
  }

  /** Tells it in its turn: behind whatever is still being replayed. */
  tell(outgoing: Outgoing): void {
    if (this.isClosed) return;
    if (this.held) this.keep(this.held, outgoing);
    else this.tellNow(outgoing);
  }

  /** Tells it at once, before what is held. */
  tellNow(outgoing: Outgoing): void {
    if (this.isClosed) return;
    this.transport.send(outgoing);
    if (!this.isCorked) this.checkPace();
  }

  /** As `tellNow`, however much it is: whoever tells it waits until it was read. */
  tellAtLength(outgoing: Outgoing): void {
    if (!this.isClosed) this.transport.send(outgoing);
  }

  /** Keeps what is told from now on until `release`. */
  hold(): void {
    this.held ??= [];
  }

  release(): void {
    const held = this.held ?? [];
    this.held = undefined;
    this.heldBytes = 0;
    this.cork();
    for (const outgoing of held) this.tellNow(outgoing);
    this.uncork();
  }

  /** Ends it; the hub forgets it first. */
  end(reason: CloseReason): void {
    this.held = undefined;
    this.transport.close(reason);
  }

  /** Collects what is told until `uncork` into one write; what waits for the socket is judged only then. */
  cork(): void {
    this.isCorked = true;
    this.transport.cork?.();
  }

  uncork(): void {
    this.isCorked = false;
    this.transport.uncork?.();
    if (!this.isClosed) this.checkPace();
  }

  private checkPace(): void {
    if (this.transport.bufferedBytes > this.policy.bufferedBytes) this.onTooSlow(this);
  }

  private keep(held: Outgoing[], outgoing: Outgoing): void {
    held.push(outgoing);
    this.heldBytes += outgoing.bytes;
    if (this.heldBytes > this.policy.heldBytes) this.onTooSlow(this);
  }
}
