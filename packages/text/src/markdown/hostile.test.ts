import { Session } from 'node:inspector/promises';
import { performance } from 'node:perf_hooks';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { blockText, type TextBlock, type TextInline } from './document.js';
import { Budget } from './limits.js';
import { maxSourceLength, parseMarkdown, readWithin } from './parse.js';
import { mentions, plainText, tags } from './reading.js';
import { read } from './shorthand.js';

const growing = (length: number, part: (index: number) => string) => {
  let source = '';
  for (let index = 1; source.length < length; index += 1) source += part(index);
  return source.slice(0, length);
};
const repeated = (part: string) => (length: number) => growing(length, () => part);
const nested = (open: string, close: string) => (length: number) => {
  const depth = Math.floor(length / (open.length + close.length));
  return `${open.repeat(depth)}${close.repeat(depth)}`;
};

/** What makes other parsers take quadratic time or overflow their stack, each in any length. */
const hostile: Record<string, (length: number) => string> = {
  ...Object.fromEntries(
    [
      '>',
      '> ',
      '>\n',
      '> a\n',
      '> a\nb\n',
      '>* ',
      '> - ',
      '- ',
      '-\n',
      '- x\n',
      '- > ',
      '1. ',
      '* - + ',
      '* * ',
      '+\t',
    ]
      .concat([
        '# a\n',
        'a\n===\n',
        'a\n',
        '\n',
        ' ',
        '\t',
        '    a\n',
        '```\n',
        '```x\n',
        '~~~ ',
        '|a',
        '|-|-|\n',
        '---\n',
      ])
      .concat([
        '[',
        ']',
        '![',
        '[]',
        '[](',
        '[a](b',
        '[a](<b',
        '[a](b)',
        '[a][',
        '![a](b)',
        '![[]()',
        '*[',
        '*[a](',
        '`[',
      ])
      .concat(['[a](x "', "[a](x '\n", '[a]: b\n', '\\[', '[\\', '[a](http://b.example)', '[a](((('])
      .concat([
        '*',
        '_',
        '~',
        '*a ',
        'a*',
        '*a_ ',
        '**a ',
        'a**b',
        '_a ',
        '*a **b',
        '*a ~~b _c ',
        '_*',
        'a**b c* ',
        '***a ',
      ])
      .concat([
        '`',
        '` ',
        '`a``',
        '<',
        '<a ',
        '<a@b.c>',
        '<http://',
        '&',
        '&amp;',
        '&#1;',
        '\\',
        '漢**字',
        'e\u0301',
        '\u202e',
      ])
      .concat([
        'http://',
        '://',
        'http://a',
        'http://a.b/( ',
        'http://a.b?',
        'http://a@',
        'http://a.b/"',
        '\\http://',
        'xhttp://',
      ])
      .concat([
        'http://http://',
        '*http://a.b/',
        'http://a.b漢',
        'http://漢.b ',
        'http://a.b/漢・',
        'http://a.b:80',
        '漢**。',
        '_a。_漢',
        'ก!**',
        '(_',
        '\\_',
        'C:\\_',
        '\\[',
        '\\`',
        '\\<a@',
        '\\\\',
        '[ ](',
        '[](',
        '_@bob_ ',
        '漢@bob',
        '漢@bob.',
        '#a_',
        '#漢・',
        '#漢#',
        '＃漢',
        '|a|b|\n|-|-|\n',
        '|a\n|-\n',
        'a|b\n',
      ])
      .concat(['@', '@ab ', '@abc ', '@abc@', '#', '#a ', '#1', '#_', `#${'_'.repeat(99)} `, '*_~`[<&\\@#:'])
      .map((part) => [part, repeated(part)]),
  ),
  'growing runs of `': (length) => growing(length, (index) => `${'`'.repeat(index)} `),
  'growing indentation': (length) => growing(length, (index) => `${' '.repeat(2 * index)}- a\n`),
  'a heading of spaces': (length) => `# a${' '.repeat(length - 4)}b`,
  'an address of brackets': (length) => `http://a.b/${'(a'.repeat(length / 2 - 10)}`,
  'an address of full stops': (length) => `http://a.b/${'.'.repeat(length - 20)}`,
  'brackets in brackets': nested('[', ']'),
  'links in links': nested('[', '](x)'),
  'pictures in pictures': nested('![', '](x)'),
  'emphasis in emphasis': nested('*a _b ', 'c_ d* '),
  'quotes in quotes, deep and many': repeated(`${'>'.repeat(300)}a\n`),
  'lists in lists, deep and many': repeated(`${'- '.repeat(100)}a\n`),
  'a table of many rows': (length) => `|a|b|\n|-|-|\n${repeated('|*c*|d|\n')(length - 12)}`,
  'a table of many columns': (length) => `${repeated('|a')(length / 2)}\n${repeated('|-')(length / 2)}`,
  'a table that fills up': (length) =>
    `${'|a'.repeat(25)}\n${'|-'.repeat(25)}\n${repeated('|\n')(length - 102)}`,
  'a table of backslashes': (length) => `|a|b|\n|-|-|\n${repeated('|\\|')(length - 12)}`,
  'a run of stars in a word': (length) => `a${'*'.repeat(length - 2)}b`,
  'a run of backslashes': (length) => `a${'\\'.repeat(length - 2)}*`,
  'a long tag': (length) => `#${repeated('a_')(length - 1)}`,
  'an address in an address': (length) => `http://a.b/${repeated('http://a.b/')(length - 12)}`,
  'an item of many lines': (length) => `- a\n${repeated('\n  b\n')(length - 4)}`,
};
/** A letter before it, as a text of nothing but marks is not read at all. */
const cases = Object.entries(hostile).map(
  ([name, make]) => [name, (length: number) => `a\n\n${make(length - 3)}`] as const,
);

/** Counts how often each branch of the parser and of our own code ran: the same on any machine, however busy. */
describe('the work of reading', () => {
  const session = new Session();

  beforeAll(async () => {
    session.connect();
    await session.post('Profiler.enable');
    await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
  });
  afterAll(async () => {
    await session.post('Profiler.stopPreciseCoverage');
    session.disconnect();
  });

  async function operations(work: () => unknown): Promise<number> {
    await session.post('Profiler.takePreciseCoverage');
    work();
    const { result } = await session.post('Profiler.takePreciseCoverage');
    return result
      .filter(({ url }) => /markdown-it|packages\/text\//.test(url))
      .flatMap(({ functions }) => functions.flatMap(({ ranges }) => ranges))
      .reduce((sum, { count }) => sum + count, 0);
  }

  it.each(cases)('grows no faster than the source: %j', async (_, make) => {
    const half = await operations(() => parseMarkdown(make(5_000)));
    const whole = await operations(() => parseMarkdown(make(10_000)));
    expect(whole).toBeLessThan(half * 2.5 + 1_000);
  });

  it.each(cases)('is a small part of it for an excerpt, however long the source: %j', async (_, make) => {
    const source = make(40_000);
    expect(await operations(() => plainText(source, 140))).toBeLessThan(60_000);
  });
});

describe('the longest text', () => {
  it.each(cases)('is read in an instant, without end of stack: %j', (_, make) => {
    const source = make(maxSourceLength);
    const start = performance.now();
    const document = parseMarkdown(source);
    // 50 ms on an idle machine; a busy one gets some more.
    expect(performance.now() - start).toBeLessThan(3_000);
    expect(depthOf(document.blocks)).toBeLessThan(40);
    expect(partsOf(document.blocks)).toBeLessThan(20_000);
    expect(plainText(document, 100).length).toBeLessThan(1000);
    expect(mentions(document).length).toBeLessThanOrEqual(50);
    expect(tags(document).length).toBeLessThanOrEqual(30);
  });

  it('keeps what stands behind 10,000 quote marks', () => {
    expect(plainText(`${'>'.repeat(10_000)} the end`, 20_000)).toMatch(/> the end$/);
  });
});

describe('what is beyond the limits of a text', () => {
  it.each([
    ['marks', '**a** ', /^⟨strong a⟩ .*⟨strong a⟩ \*\*a\*\* .*\*\*a\*\*$/],
    ['items', '- a\n', /^⟨list a • .* • a⟩ ¶ - a⏎- a.*- a$/s],
    ['rows', '|a|b|\n', /^⟨table a \| b \/ .*⟩ ¶ \|a\|b\|⏎.*\|a\|b\|$/s],
  ])('stays as it was typed: %s', (name, part, expected) => {
    const head = name === 'rows' ? '|a|b|\n|-|-|\n' : '';
    const source = head + part.repeat(6_000);
    expect(read(source.slice(0, 39_996 - (39_996 % part.length) + head.length))).toMatch(expected);
  });

  it('keeps each letter, whatever ends where', () => {
    const part = fc.constantFrom(
      '- a\n',
      '> a\n',
      '1. a\n',
      '  - a\n',
      'a|a\n',
      '-|-\n',
      '**a** ',
      '\n',
      '# a\n',
      '~~a~~',
      '@ada ',
    );
    const budget = fc.tuple(fc.nat(60), fc.nat(60));
    fc.assert(
      fc.property(fc.array(part, { maxLength: 40 }), budget, (parts, [marks, blockTokens]) => {
        const source = `a${parts.join('')}`;
        const { blocks } = readWithin(new Budget(marks, blockTokens), source);
        expect(lettersOf(blocks.map(blockText).join(' '))).toBe(lettersOf(source));
      }),
      { numRuns: 2000 },
    );
  });

  it('makes no table of more than 30 columns', () => {
    const table = (columns: number) =>
      `${'|a'.repeat(columns)}|\n${'|-'.repeat(columns)}|\n${'|b'.repeat(columns)}|`;
    expect(parseMarkdown(table(30)).blocks).toMatchObject([{ type: 'table' }]);
    expect(parseMarkdown(`x\n${table(31)}\n\ny`).blocks).toMatchObject([
      { type: 'paragraph' },
      { type: 'paragraph' },
      { type: 'paragraph' },
    ]);
  });

  function lettersOf(text: string): string {
    return text.replace(/[^a-z]/g, '');
  }
});

function partsOf(parts: readonly (TextBlock | TextInline)[]): number {
  let count = 0;
  JSON.stringify(parts, (_, value: unknown) => {
    count += typeof value === 'object' && value !== null && 'type' in value ? 1 : 0;
    return value;
  });
  return count;
}

function depthOf(parts: readonly (TextBlock | TextInline)[]): number {
  const inner = parts.map((part) =>
    part.type === 'list' ? depthOf(part.items.flat()) : 'children' in part ? depthOf(part.children) : 0,
  );
  return 1 + inner.reduce((most, depth) => Math.max(most, depth), 0);
}
