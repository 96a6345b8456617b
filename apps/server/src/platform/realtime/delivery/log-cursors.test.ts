import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Settings } from '../../settings/settings.js';
import { isBehind, LogCursors } from './log-cursors.js';

const cursorsWith = (secretKey: string) => new LogCursors({ secretKey } as Settings);
const cursors = cursorsWith('a secret key that is long enough');

const positions = fc.record({
  xid: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map(String),
  id: fc.uuid(),
});
const places = fc.record({
  position: positions,
  at: fc.integer({ min: 0, max: 2 ** 47 }),
});

describe('The cursor of a realtime client', () => {
  it('opens to the place that was sealed, whether in the middle of an event or behind it', () => {
    fc.assert(
      fc.property(places, fc.option(fc.nat({ max: 5_000 }), { nil: undefined }), (place, framesSent) => {
        const sealed = { ...place, ...(framesSent !== undefined && { framesSent }) };
        expect(cursors.open(cursors.seal(sealed))).toEqual(sealed);
      }),
    );
  });

  it('is none when anything in it was changed, or when another key sealed it', () => {
    fc.assert(
      fc.property(places, fc.nat(), fc.integer({ min: 1, max: 255 }), (place, at, change) => {
        const bytes = Buffer.from(cursors.seal(place), 'base64url');
        const index = at % bytes.length;
        bytes[index] = (bytes[index] ?? 0) ^ change;
        expect(cursors.open(bytes.toString('base64url'))).toBeUndefined();
      }),
    );
    const place = { position: { xid: '7', id: '01900000-0000-7000-8000-000000000000' }, at: 1 };
    expect(cursorsWith('another secret key, also long enough').open(cursors.seal(place))).toBeUndefined();
  });

  it('is none for any other text', () => {
    fc.assert(fc.property(fc.string({ maxLength: 600 }), (text) => cursors.open(text) === undefined));
  });

  it('is short, because every frame carries one', () => {
    const place = {
      position: { xid: '18446744073709551615', id: 'ffffffff-ffff-ffff-ffff-ffffffffffff' },
      at: 1,
    };
    expect(cursors.seal(place).length).toBeLessThan(64);
  });
});

describe('The order of the log', () => {
  it('goes by number, not by text, and by identifier within one transaction', () => {
    const id = '01900000-0000-7000-8000-000000000000';
    expect(isBehind({ xid: '10000', id }, { xid: '9999', id })).toBe(true);
    expect(isBehind({ xid: '7', id }, { xid: '7', id })).toBe(false);
    expect(isBehind({ xid: '7', id: 'b' }, { xid: '7', id: 'a' })).toBe(true);
  });

  it('sets one of two different places behind the other', () => {
    fc.assert(
      fc.property(positions, positions, (one, other) => {
        fc.pre(one.xid !== other.xid || one.id !== other.id);
        expect(isBehind(one, other)).toBe(!isBehind(other, one));
      }),
    );
  });
});
