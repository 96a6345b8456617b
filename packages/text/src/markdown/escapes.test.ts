import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TextBlock } from './document.js';
import { parseMarkdown } from './parse.js';
import { plainText } from './reading.js';
import { read } from './shorthand.js';

describe('a backslash', () => {
  it.each([
    '¯\\_(ツ)_/¯',
    '¯\\_(ツ)_/¯ and ¯\\_(ツ)_/¯',
    'C:\\new\\_folder',
    'C:\\_temp\\*.txt',
    'C:\\#1\\@ada\\[a](b)',
    '(D:\\!x)',
    '\\\\server\\_share\\*',
    '\\\\?\\C:\\_x',
    '..\\_build\\*.js',
    'snake\\_case',
    'a\\.b \\d+\\.\\d* \\(x\\)',
    '\\[x^2\\]',
    '5\\$ 10\\% a\\&b \\"c\\" it\\\'s \\{d\\} e\\=f g\\;h i\\,j k\\?l m\\^n o\\/p',
    'Hello\\!',
    '\\:) \\o/',
    'ada\\@b.example',
    '\\<b\\>',
    'a\\`b',
    'wait \\~ no',
    '2 \\* 3',
    'a\\',
    '\\\\',
  ])('stays before what needs none: %s', (source) => expect(read(source)).toBe(source));

  it.each([
    ['\\*a\\*', '*a*'],
    ['\\**a**', '*⟨em a⟩*'],
    ['\\_a\\_', '_a_'],
    ['foo \\_bar\\_ baz', 'foo _bar_ baz'],
    ['\\~~a~~', '~~a~~'],
    ['\\`a`', '`a`'],
    ['\\[a](/b)', '[a](/b)'],
    ['[a\\](/b)', '[a](/b)'],
    ['[a\\]b](/c)', '⟨a]b → /c⟩'],
    ['[a]\\(/b)', '[a](/b)'],
    ['\\![a](/b)', '!⟨a → /b⟩'],
    ['!\\[a](/b)', '![a](/b)'],
    ['\\<https://a.example>', '<⟨https://a.example⟩>'],
    ['https\\://a.example', 'https://a.example'],
    ['\\@ada \\＠ada', '@ada ＠ada'],
    ['\\#tag \\＃tag', '#tag ＃tag'],
    ['\\# a', '# a'],
    ['\\- a', '- a'],
    ['1\\. a', '1. a'],
    ['1\\) a', '1) a'],
    ['\\> a', '> a'],
    ['\\--- a', '--- a'],
    ['\\```', '```'],
    ['a\n\\+ b', 'a⏎+ b'],
    ['5\\*3\\*2', '5*3*2'],
    ['\\\\*a*', '\\⟨em a⟩'],
    ['¯\\\\\\_(ツ)_/¯', '¯\\_(ツ)_/¯'],
    ['a\\\nb', 'a⏎b'],
    ['|a\\|b|c|\n|-|-|', '⟨table a|b | c⟩'],
  ])('goes where it keeps a mark from its meaning: %j', (source, expected) =>
    expect(read(source)).toBe(expected),
  );

  it('keeps every mark from its meaning where each has one, and nothing else is lost', () => {
    const part = fc.constantFrom(...'ab1 (.)/漢。*_~`[]<!#@:\\', '\n', 'http://a.b', '@ada', '](', '**', '¯');
    fc.assert(
      fc.property(fc.string({ unit: part, maxLength: 30 }), (text) => {
        const source = text.replace(/[*_~`[\]<!#@:\\]/g, '\\$&').replace(/^/gm, 'a');
        expect(typesIn(parseMarkdown(source).blocks)).toEqual(new Set());
        expect(signsOf(plainText(source, 1000))).toBe(signsOf(source));
      }),
      { numRuns: 3000 },
    );
  });

  /** Gives the kinds of inlines that are more than text. */
  function typesIn(blocks: readonly TextBlock[]): Set<string> {
    const types = blocks.flatMap((block) =>
      block.type === 'paragraph' ? block.children.map(({ type }) => type) : [block.type],
    );
    return new Set(types.filter((type) => type !== 'text' && type !== 'lineBreak'));
  }

  function signsOf(text: string): string {
    return text.replace(/[\\\s]/g, '');
  }
});
