import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { textFrame } from './text-frame.js';

/** Reads a frame as RFC 6455 draws it. */
function read(frame: Buffer): string {
  expect(frame[0]).toBe(0b1000_0001);
  const marked = frame.readUInt8(1);
  expect(marked & 0b1000_0000).toBe(0);
  const [header, length] =
    marked < 126
      ? [2, marked]
      : marked === 126
        ? [4, frame.readUInt16BE(2)]
        : [10, Number(frame.readBigUInt64BE(2))];
  expect(frame.length).toBe(header + length);
  return frame.toString('utf8', header);
}

describe('A frame that is made once', () => {
  it('is read as the text it was made of, at every length of its header', () => {
    for (const length of [0, 1, 125, 126, 127, 65_535, 65_536, 200_000]) {
      const text = 'x'.repeat(length);
      expect(read(textFrame(text))).toBe(text);
    }
  });

  it('counts bytes, not characters', () => {
    const texts = fc.string({ unit: 'grapheme', maxLength: 300 });
    fc.assert(
      fc.property(texts, (text) => {
        expect(read(textFrame(text))).toBe(text);
      }),
    );
  });
});
