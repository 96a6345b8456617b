import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withoutBidiControls, withoutBidiTurns } from './bidi.js';
import { cleanText, hasCombiningFlood, isSingleLine, isWellFormedText } from './clean.js';
import { graphemeLength, truncate } from './graphemes.js';

describe('cleaning', () => {
  it('composes, ends lines with a line feed, trims', () => {
    expect(cleanText('\ufeff  e\u0301\r\nb\rc\n ')).toBe('é\nb\nc');
  });

  it('changes nothing the second time', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(cleanText(cleanText(text))).toBe(cleanText(text));
      }),
    );
  });
});

describe('text', () => {
  it.each(['a', '1', '…', '漢', 'שָׁלוֹם', '👍', '❤️', '👩‍👩‍👧‍👦', '\u200fא', ' a\n'])('is %j', (text) => {
    expect(isWellFormedText(text)).toBe(true);
  });

  it.each([
    '',
    ' \n\t',
    '\u200b\u200d\ufeff',
    '\u3164',
    '\u115f',
    '\u2800',
    '\u034f',
    '\u0301',
    '\u202e',
    '\u00ad',
  ])('is not what shows nothing: %j', (text) => expect(isWellFormedText(text)).toBe(false));

  it.each(['a\0', '\ud800a', 'a\udc00', '\udc00\ud800a'])('is not what is broken: %j', (text) => {
    expect(isWellFormedText(text)).toBe(false);
  });

  it('on a single line has no control characters', () => {
    expect(isSingleLine('Ada Lovelace')).toBe(true);
    expect(
      ['a\nb', 'a\r\nBcc: b', 'a\tb', 'a\u2028b', 'a\u0085b', 'a\u001b[2J'].filter(isSingleLine),
    ).toEqual([]);
  });
});

describe('a flood of combining marks', () => {
  it.each([
    `a${'\u0301'.repeat(10_000)}`,
    '\u0301'.repeat(10_000),
    `a${'\u0301\u200d'.repeat(10)}`,
    `a${'\u0e47'.repeat(9)}`,
  ])('is seen, case %#', (text) => expect(hasCombiningFlood(text)).toBe(true));

  it.each(['שָׁלוֹם', 'ที่นี่', 'हिन्दी', 'བརྒྱུད', 'Tiếng Việt'.normalize('NFD'), '👩🏽‍❤️‍💋‍👨🏽', '🏴󠁧󠁢󠁥󠁮󠁧󠁿', '1️⃣'])(
    'is not seen in %s',
    (text) => expect(hasCombiningFlood(text)).toBe(false),
  );
});

describe('the length a person sees', () => {
  it.each([
    ['', 0],
    ['plain', 5],
    ['e\u0301', 1],
    ['a\r\nb', 3],
    ['👩‍👩‍👧‍👦🇫🇷', 2],
  ])('of %j is %i', (text, length) => expect(graphemeLength(text)).toBe(length));

  it('is kept by truncating, which takes a beginning', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 20 });
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 20 }), (whole, maxLength) => {
        const cut = truncate(whole, maxLength);
        expect(graphemeLength(cut)).toBeLessThanOrEqual(maxLength);
        if (graphemeLength(whole) <= maxLength) expect(cut).toBe(whole);
        else expect(whole.startsWith(cut.slice(0, -1))).toBe(true);
      }),
    );
  });
});

describe('bidirectional controls', () => {
  it('are taken out of names, while running text keeps its marks', () => {
    expect(withoutBidiControls('a\u202eb\u2067c\u200fd\u061ce')).toBe('abcde');
    expect(withoutBidiTurns('a\u202eb\u2067c\u200fd\u061ce')).toBe('abc\u200fd\u061ce');
  });
});
