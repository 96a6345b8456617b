import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { graphemeLength } from '../graphemes.js';
import { foldUsername } from '../usernames.js';
import type { TextDocument } from './document.js';
import { parseMarkdown } from './parse.js';
import { foldTag, mentions, plainText, tags } from './reading.js';

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

describe('an excerpt of a long text', () => {
  it('reads its beginning, and says that more follows', () => {
    expect(plainText(`**a** ${'b '.repeat(10_000)}`, 10)).toBe('a b b b b…');
    expect(plainText(`[a](/${'b'.repeat(5000)})`, 140)).toMatch(/^\[a\]\(\/b+…$/);
    expect(plainText(`a${'*'.repeat(20_000)}`, 5)).toBe('a***…');
    expect(plainText(`${'👍'.repeat(5000)}`, 3)).toBe('👍👍…');
  });

  it('is that of the whole text where marks are no denser than people set them', () => {
    const sentence =
      '# One\n\nSome *more* **words** than [fit](https://a.example/b), @ada: #tag, `code`, 漢字。\n\n- item\n\n';
    const text = sentence.repeat(50);
    expect(plainText(text, 140)).toBe(plainText(parseMarkdown(text), 140));
  });
});

describe('what is read of a text', () => {
  it('is what its document shows', () => {
    const part = fc.constantFrom(
      ...'ab1 \n>#-*_~`[]()<!|\\漢。',
      '@ada',
      '＠Bob',
      '#tag',
      '＃タグ',
      '](/b)',
      'https://a.example/@c',
    );
    fc.assert(
      fc.property(fc.string({ unit: part, maxLength: 40 }), (source) => {
        const document = parseMarkdown(source);
        const [names, labels] = [found(document, 'username'), found(document, 'tag')];
        expect(mentions(source)).toEqual([...new Set(names.map(foldUsername))]);
        expect(tags(source)).toEqual([...new Set(labels.map(foldTag))]);
        const words = plainText(source, 1000);
        for (const sign of [...names.map((name) => `@${name}`), ...labels.map((label) => `#${label}`)]) {
          expect(words).toContain(sign);
        }
      }),
      { numRuns: 3000 },
    );
  });

  /** Gives every value under this key, wherever it stands. */
  function found(document: TextDocument, wanted: string): string[] {
    const values: string[] = [];
    JSON.stringify(document, (key, value: unknown) => {
      if (key === wanted && typeof value === 'string') values.push(value);
      return value;
    });
    return values;
  }
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
