import { createHmac, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { LogPosition } from '../../events/domain-events.js';
import { Settings } from '../../settings/settings.js';

/** How far a client has come in the log. */
export interface LogCursor {
  position: LogPosition;
  /** How many frames of that event it got; undefined when it got all of them. */
  framesSent?: number;
  /** Milliseconds since 1970: when the event happened. */
  at: number;
}

const MAC_BYTES = 12;
const XID_AT = MAC_BYTES;
const ID_AT = XID_AT + 8;
const TIME_AT = ID_AT + 16;
const FRAMES_AT = TIME_AT + 6;
const LENGTH = FRAMES_AT + 2;
const ALL_FRAMES = 0xffff;

/** Signs the cursors of realtime clients: small, because every frame carries one. */
@Injectable()
export class LogCursors {
  private readonly secret: Buffer;

  constructor(settings: Settings) {
    this.secret = createHmac('sha256', settings.secretKey).update('plaza log cursors').digest();
  }

  seal({ position, framesSent = ALL_FRAMES, at }: LogCursor): string {
    const bytes = Buffer.allocUnsafe(LENGTH);
    bytes.writeBigUInt64BE(BigInt(position.xid), XID_AT);
    bytes.write(position.id.replaceAll('-', ''), ID_AT, 'hex');
    bytes.writeUIntBE(at, TIME_AT, 6);
    bytes.writeUInt16BE(Math.min(framesSent, ALL_FRAMES), FRAMES_AT);
    this.mac(bytes).copy(bytes, 0, 0, MAC_BYTES);
    return bytes.toString('base64url');
  }

  /** Gives undefined for what was not sealed here: the client has to load its views anew then. */
  open(cursor: string): LogCursor | undefined {
    const bytes = Buffer.from(cursor, 'base64url');
    if (bytes.length !== LENGTH) return undefined;
    if (!timingSafeEqual(this.mac(bytes).subarray(0, MAC_BYTES), bytes.subarray(0, MAC_BYTES)))
      return undefined;
    const framesSent = bytes.readUInt16BE(FRAMES_AT);
    return {
      position: {
        xid: bytes.readBigUInt64BE(XID_AT).toString(),
        id: withDashes(bytes.toString('hex', ID_AT, TIME_AT)),
      },
      ...(framesSent !== ALL_FRAMES && { framesSent }),
      at: bytes.readUIntBE(TIME_AT, 6),
    };
  }

  private mac(bytes: Buffer): Buffer {
    return createHmac('sha256', this.secret).update(bytes.subarray(MAC_BYTES)).digest();
  }
}

function withDashes(hex: string): string {
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/** Whether `a` comes after `b` in the log. */
export function isBehind(a: LogPosition, b: LogPosition): boolean {
  const [left, right] = [BigInt(a.xid), BigInt(b.xid)];
  return left === right ? a.id > b.id : left > right;
}
