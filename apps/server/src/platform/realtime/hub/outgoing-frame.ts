import { events, type Scope } from '@plaza/contract';
import { Sender } from 'ws';
import type { Frame } from '../effects.js';

declare module 'ws' {
  /** Left out of the library's types; Socket.IO's own adapters make their frames with it. */
  class Sender {
    static frame(data: Buffer, options: { fin: boolean; opcode: number; mask: boolean }): Buffer[];
  }
}

/** The prefix of an event packet: a message of Engine.IO protocol 4, an event of Socket.IO protocol 5. */
const ENGINE_MESSAGE = '4';
const EVENT_PACKET = '2';
const TEXT = { fin: true, opcode: 1, mask: false };

type Heartbeat = { event: 'heartbeat'; payload: Record<string, never> };

/**
 * One event on its way out. Its payload is serialised once, when the first socket gets it, and framed once for each
 * transport that somebody uses, however many sockets follow.
 */
export class OutgoingFrame {
  readonly scope: Scope | null;
  private json: { data: string; cursor: string } | undefined;
  private plain: Buffer | undefined;
  private socketIo: { packet: string; frame: Buffer } | undefined;

  constructor(
    private readonly frame: Frame | Heartbeat,
    /** Undefined for signals of the moment. */
    private readonly sealCursor: (() => string) | undefined,
  ) {
    this.scope = frame.event === 'heartbeat' ? null : events[frame.event].scope;
  }

  /** Roughly what it weighs while it waits for a socket. */
  get bytes(): number {
    return this.serialised.data.length;
  }

  /** The whole WebSocket frame of the plain gateway. */
  get plainFrame(): Buffer {
    if (!this.plain) {
      const { data, cursor } = this.serialised;
      this.plain = textFrame(`{"event":"${this.frame.event}","data":${data},"cursor":${cursor}}`);
    }
    return this.plain;
  }

  /** The packet of the Socket.IO gateway, and the whole WebSocket frame around it. */
  get socketIoPacket(): { packet: string; frame: Buffer } {
    if (!this.socketIo) {
      const { data, cursor } = this.serialised;
      const packet = `${EVENT_PACKET}["${this.frame.event}",${data},${cursor}]`;
      this.socketIo = { packet, frame: textFrame(ENGINE_MESSAGE + packet) };
    }
    return this.socketIo;
  }

  private get serialised(): { data: string; cursor: string } {
    this.json ??= {
      data: JSON.stringify(this.frame.payload),
      cursor: JSON.stringify(this.sealCursor?.() ?? null),
    };
    return this.json;
  }
}

function textFrame(text: string): Buffer {
  return Buffer.concat(Sender.frame(Buffer.from(text), TEXT));
}
