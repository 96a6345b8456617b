import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { graphemeLength } from '../graphemes.js';
import { parseMarkdown } from './parse.js';
import { mentions, plainText, tags } from './reading.js';

describe('an excerpt', () => {
  it('is the words on one line, without marks', () => {
    const source = '# Hi @ada\n\n> *one*\n> two\n\n- [three](/3)\n- `four`\n\n---\n\n```\nfive\n```\n#six';
    expect(plainText(source, 100)).toBe('Hi @ada one two three four five #six');
  });

  it('is cut between whole characters', () => {
    expect(plainText('family 👩‍👩‍👧‍👦 comes', 8)).toBe('family…');
    expect(plainText('family 👩‍👩‍👧‍👦 comes', 9)).toBe('family 👩‍👩‍👧‍👦…');
    expect(plainText('exactly', 7)).toBe('exactly');
    expect(plainText('longer', 1)).toBe('…');
  });

  it('never is longer than asked, nor on more than one line, and is the same from a text and its document', () => {
    const source = fc.string({
      unit: fc.constantFrom(...'ab*_>`\n #@é', '🇫🇷', '👍🏽', 'e\u0301'),
      maxLength: 80,
    });
    fc.assert(
      fc.property(source, fc.integer({ min: 1, max: 30 }), (written, maxLength) => {
        const excerpt = plainText(written, maxLength);
        expect(graphemeLength(excerpt)).toBeLessThanOrEqual(maxLength);
        expect(excerpt).not.toMatch(/\n/);
        expect(plainText(parseMarkdown(written), maxLength)).toBe(excerpt);
      }),
    );
  });
});

describe('mentions', () => {
  it('are folded, each once, in order, wherever they stand but in code and links', () => {
    const source =
      '@Bob\n\n> **@ada** @b0b `@carl`\n\n- @dave\n\n```\n@eve\n```\n[@frank](/f) <a@grace.example>';
    expect(mentions(source)).toEqual(['bob', 'ada', 'dave']);
  });

  it('are the first 50', () => {
    const names = Array.from({ length: 60 }, (_, index) => `ada_${index}x`);
    expect(mentions(names.map((name) => `@${name}`).join(' '))).toHaveLength(50);
  });
});

describe('tags', () => {
  it('are folded, each once, in order, wherever they stand but in code and links', () => {
    expect(tags('#Größe #größe `#code` [#link](/l) *#ﬁsh* #2026 #q1')).toEqual(['größe', 'fish', 'q1']);
  });

  it('are the first 30', () => {
    expect(tags(Array.from({ length: 40 }, (_, index) => `#t${index}`).join(' '))).toHaveLength(30);
  });
});
