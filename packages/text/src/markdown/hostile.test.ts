import { Session } from 'node:inspector/promises';
import { performance } from 'node:perf_hooks';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TextBlock, TextInline } from './document.js';
import { maxSourceLength, parseMarkdown } from './parse.js';
import { mentions, plainText, tags } from './reading.js';

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
  'an item of many lines': (length) => `- a\n${repeated('\n  b\n')(length - 4)}`,
};
const cases = Object.entries(hostile);

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

  async function operations(source: string): Promise<number> {
    await session.post('Profiler.takePreciseCoverage');
    parseMarkdown(source);
    const { result } = await session.post('Profiler.takePreciseCoverage');
    return result
      .filter(({ url }) => /markdown-it|packages\/text\//.test(url))
      .flatMap(({ functions }) => functions.flatMap(({ ranges }) => ranges))
      .reduce((sum, { count }) => sum + count, 0);
  }

  it.each(cases)('grows no faster than the source: %j', async (_, make) => {
    const half = await operations(make(5_000));
    const whole = await operations(make(10_000));
    expect(whole).toBeLessThan(half * 2.5 + 1_000);
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
    expect(plainText(document, 100).length).toBeLessThan(1000);
    expect(mentions(document).length).toBeLessThanOrEqual(50);
    expect(tags(document).length).toBeLessThanOrEqual(30);
  });

  it('keeps what stands behind 10,000 quote marks', () => {
    expect(plainText(`${'>'.repeat(10_000)} the end`, 20_000)).toMatch(/> the end$/);
  });
});

function depthOf(parts: readonly (TextBlock | TextInline)[]): number {
  const inner = parts.map((part) =>
    part.type === 'list' ? depthOf(part.items.flat()) : 'children' in part ? depthOf(part.children) : 0,
  );
  return 1 + inner.reduce((most, depth) => Math.max(most, depth), 0);
}
