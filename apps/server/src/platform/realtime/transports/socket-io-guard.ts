import type { Socket } from 'socket.io';
import type { Clock } from '../../clock/clock.js';
import { FrameAllowance } from '../commands/frame-allowance.js';
import type { GatewayPolicy } from '../gateway-policy.js';
import type { CloseReason } from '../hub/transport.js';

type EngineSocket = Socket['conn'];

interface EnginePacket {
  type: string;
  data?: unknown;
}

/** Packets of Socket.IO that announce binary attachments: an event and an acknowledgement. */
const BINARY_PACKETS = new Set(['5', '6']);

/** Bounds what a client sends, from its first packet on, before it is known who it is. */
export class SocketIoGuard {
  isOverrun = false;
  private readonly allowance: FrameAllowance;
  private end: (reason: CloseReason) => void;

  constructor(
    engine: EngineSocket,
    policy: GatewayPolicy,
    private readonly clock: Clock,
  ) {
    this.allowance = new FrameAllowance(policy.framesPerSecond, policy.frameBurst, clock.milliseconds());
    this.end = () => engine.close(true);
    engine.on('packet', (packet: EnginePacket) => this.inspect(packet));
  }

  /** Says how the socket ends from now on. */
  endBy(end: (reason: CloseReason) => void): void {
    this.end = end;
  }

  private inspect(packet: EnginePacket): void {
    if (isBinary(packet)) this.end('unsupported');
    if (this.allowance.take(this.clock.milliseconds())) return;
    this.isOverrun = true;
    // The packet at hand is still answered.
    setImmediate(() => this.end('rateLimited'));
  }
}

function isBinary({ type, data }: EnginePacket): boolean {
  if (type !== 'message') return false;
  return typeof data !== 'string' || BINARY_PACKETS.has(data.charAt(0));
}
