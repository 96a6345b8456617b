import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { ProblemError } from '../problems/problem-error.js';
import { Settings } from '../settings/settings.js';

const MAC_BYTES = 16;

/** Which list a cursor walks through, for whom, and under which sort and filters. */
export interface CursorContext {
  list: string;
  viewerId: string | null;
  filters?: Record<string, string | number | boolean | null | undefined>;
}

const Sealed = z.tuple([z.string(), z.string(), z.array(z.union([z.string(), z.number(), z.null()]))]);
type Key = z.infer<typeof Sealed>[2];

/** Seals the last key of a page into an opaque cursor, and opens it again for the same list and viewer only. */
@Injectable()
export class Cursors {
  private readonly secret: Buffer;

  constructor(settings: Settings) {
    this.secret = createHmac('sha256', settings.secretKey).update('plaza cursors').digest();
  }

  seal(context: CursorContext, key: Key): string {
    const payload = Buffer.from(JSON.stringify([digest(context.viewerId), digest(listOf(context)), key]));
    return Buffer.concat([this.mac(payload), payload]).toString('base64url');
  }

  /**
   * The sealed key. Errors: `cursor_invalid` when it was edited, made elsewhere or for another viewer; `cursor_mismatch`
   * when it belongs to another list, sort or filter.
   */
  open(context: CursorContext, cursor: string): Key {
    const [viewer, list, key] = this.verified(cursor);
    if (viewer !== digest(context.viewerId)) throw new ProblemError('cursor_invalid');
    if (list !== digest(listOf(context))) throw new ProblemError('cursor_mismatch');
    return key;
  }

  private verified(cursor: string): z.infer<typeof Sealed> {
    const bytes = Buffer.from(cursor, 'base64url');
    const mac = bytes.subarray(0, MAC_BYTES);
    const payload = bytes.subarray(MAC_BYTES);
    if (mac.length < MAC_BYTES || !timingSafeEqual(mac, this.mac(payload)))
      throw new ProblemError('cursor_invalid');
    return Sealed.parse(JSON.parse(payload.toString()));
  }

  private mac(payload: Buffer): Buffer {
    return createHmac('sha256', this.secret).update(payload).digest().subarray(0, MAC_BYTES);
  }
}

function listOf({ list, filters = {} }: CursorContext): string {
  return JSON.stringify([list, Object.entries(filters).sort(([a], [b]) => (a < b ? -1 : 1))]);
}

function digest(value: string | null): string {
  return createHash('sha256').update(String(value)).digest('base64url').slice(0, 12);
}
