import { events, type Scope } from '@plaza/contract';
import type { Frame } from '../effects.js';
import { textFrame } from '../transports/text-frame.js';

/** The prefix of an event packet: a message of Engine.IO protocol 4, an event of Socket.IO protocol 5. */
const ENGINE_MESSAGE = '4';
const EVENT_PACKET = '2';

/** What a prepared packet is handed to Engine.IO with. */
interface PreparedPacket {
  text: string;
  options: { compress: false; wsPreEncodedFrame: [Buffer] };
  /** The whole WebSocket frame. */
  frame: Buffer;
}

type Heartbeat = { event: 'heartbeat'; payload: Record<string, never> };

/**
 * One event on its way out. Its payload is serialised once, when the first socket gets it, and framed once for each
 * transport that somebody listens by, however many sockets follow.
 */
export class Outgoing {
  readonly scope: Scope | null;
  private json: { data: string; cursor: string } | undefined;
  private plain: Buffer | undefined;
  private packet: PreparedPacket | undefined;

  constructor(
    private readonly frame: Frame | Heartbeat,
    /** Undefined for signals of the moment. */
    private readonly sealCursor: (() => string) | undefined,
  ) {
    this.scope = frame.event === 'heartbeat' ? null : events[frame.event].scope;
  }

  /** Roughly what it weighs while it waits for a socket. */
  get bytes(): number {
    return this.written.data.length;
  }

  /** The whole frame of the plain gateway. */
  get plainFrame(): Buffer {
    if (!this.plain) {
      const { data, cursor } = this.written;
      this.plain = textFrame(`{"event":"${this.frame.event}","data":${data},"cursor":${cursor}}`);
    }
    return this.plain;
  }

  /** The packet of the Socket.IO gateway, which polling sends as text and WebSocket as a whole frame. */
  get socketIoPacket(): PreparedPacket {
    if (!this.packet) {
      const { data, cursor } = this.written;
      const text = `${EVENT_PACKET}["${this.frame.event}",${data},${cursor}]`;
      const frame = textFrame(ENGINE_MESSAGE + text);
      this.packet = { text, options: { compress: false, wsPreEncodedFrame: [frame] }, frame };
    }
    return this.packet;
  }

  private get written(): { data: string; cursor: string } {
    this.json ??= {
      data: JSON.stringify(this.frame.payload),
      cursor: JSON.stringify(this.sealCursor?.() ?? null),
    };
    return this.json;
  }
}
