import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isWellFormedText } from '../clean.js';
import type { TextBlock, TextInline } from './document.js';
import { maxSourceLength, parseMarkdown } from './parse.js';
import { mentions, plainText, tags } from './reading.js';
import { read } from './shorthand.js';

const blocks = (source: string) => parseMarkdown(source).blocks;

/** The inlines of a source that is one paragraph. */
function inlines(source: string): readonly TextInline[] {
  const [block] = blocks(source);
  if (block?.type !== 'paragraph') throw new Error(`${source} is not a paragraph`);
  return block.children;
}

const text = (words: string): TextInline => ({ type: 'text', text: words });
const paragraph = (...children: TextInline[]): TextBlock => ({ type: 'paragraph', children });

describe('blocks', () => {
  it.each<[string, string, TextBlock[]]>([
    ['nothing', ' \n\n ', []],
    ['paragraphs', 'one\n\ntwo', [paragraph(text('one')), paragraph(text('two'))]],
    ['every line end as written', 'one\ntwo', [paragraph(text('one'), { type: 'lineBreak' }, text('two'))]],
    ['headings', '### Three', [{ type: 'heading', level: 3, children: [text('Three')] }]],
    ['no heading without a space', '#!', [paragraph(text('#!'))]],
    ['no heading by underlining', 'a\n===', [paragraph(text('a'), { type: 'lineBreak' }, text('==='))]],
    ['a thematic break', 'a\n\n---', [paragraph(text('a')), { type: 'thematicBreak' }]],
    ['quotes', '> a\n> > b', [quote(paragraph(text('a')), quote(paragraph(text('b'))))]],
    [
      'bullets',
      '- a\n- b',
      [{ type: 'list', start: null, items: [[paragraph(text('a'))], [paragraph(text('b'))]] }],
    ],
    ['numbers', '7. a', [{ type: 'list', start: 7, items: [[paragraph(text('a'))]] }]],
    [
      'lists in lists',
      '- a\n  - b',
      [
        {
          type: 'list',
          start: null,
          items: [[paragraph(text('a')), { type: 'list', start: null, items: [[paragraph(text('b'))]] }]],
        },
      ],
    ],
    ['code with its language', '```TS x\n*a*\n```', [{ type: 'codeBlock', language: 'ts', text: '*a*\n' }]],
    ['code without a language', '~~~\na', [{ type: 'codeBlock', language: null, text: 'a' }]],
    ['no code by indentation', '    a', [paragraph(text('a'))]],
    ['no HTML', '<script>alert(1)</script>', [paragraph(text('<script>alert(1)</script>'))]],
    [
      'tables',
      '|a|*b*|c|\n|:-|-:|---|\n|1|2|\n|3|4|5|6|',
      [
        {
          type: 'table',
          alignments: ['left', 'right', null],
          head: [[text('a')], [{ type: 'emphasis', children: [text('b')] }], [text('c')]],
          rows: [
            [[text('1')], [text('2')], []],
            [[text('3')], [text('4')], [text('5')]],
          ],
        },
      ],
    ],
    [
      'no references',
      '[a]\n\n[a]: http://b.example',
      [paragraph(text('[a]')), paragraph(text('[a]: '), bare('http://b.example/', 'http://b.example'))],
    ],
  ])('reads %s', (_, source, expected) => {
    expect(blocks(source)).toEqual(expected);
  });

  function quote(...children: TextBlock[]): TextBlock {
    return { type: 'quote', children };
  }
});

function bare(href: string, words: string): TextInline {
  return { type: 'link', href, origin: null, children: [text(words)] };
}

describe('a table', () => {
  it.each([
    ['a | b\n-|-\nc | d', '⟨table a | b / c | d⟩'],
    ['|a|\n|-|', '⟨table a⟩'],
    ['text\n|a|b|\n|-|-|\n|1|2|\n\nmore', 'text ¶ ⟨table a | b / 1 | 2⟩ ¶ more'],
    ['|a|b|\n|-|-|\n|1|2|\n> quote', '⟨table a | b / 1 | 2⟩ ¶ ⟨quote quote⟩'],
    ['- |a|b|\n  |-|-|\n  |1|2|', '⟨list ⟨table a | b / 1 | 2⟩⟩'],
    ['> |a|b|\n> |-|-|\n> |1|2|', '⟨quote ⟨table a | b / 1 | 2⟩⟩'],
    ['|@ada|#tag|https://a.example|\n|-|-|-|', '⟨table ⟨@ada⟩ | ⟨#tag⟩ | ⟨https://a.example⟩⟩'],
    ['|`a\\|b`|[c](/d)|\n|-|-|', '⟨table ⟨code a|b⟩ | ⟨c → /d⟩⟩'],
    ['|表|格|\n|：-|-|', '|表|格|⏎|：-|-|'],
    ['|a|b|\n|-|', '|a|b|⏎|-|'],
    ['a\n-', 'a⏎-'],
    ['| |\n|-|', '| |⏎|-|'],
  ])('is read where it is one: %j', (source, expected) => expect(read(source)).toBe(expected));

  it('names and tags like the rest of the text', () => {
    const source = '|@ada|#one|\n|-|-|\n|#two|@bob|';
    expect(mentions(source)).toEqual(['ada', 'bob']);
    expect(tags(source)).toEqual(['one', 'two']);
    expect(plainText(source, 100)).toBe('@ada #one #two @bob');
  });

  it('has as many cells in each row as in its head, whatever is written', () => {
    const line = fc.string({ unit: fc.constantFrom(...'ab|-: \\`*'), maxLength: 12 });
    fc.assert(
      fc.property(fc.array(line, { maxLength: 5 }), (lines) => {
        for (const block of blocks(`|a|b|\n|-|:-:|\n${lines.join('\n')}`)) {
          if (block.type !== 'table') continue;
          expect(block.alignments).toHaveLength(block.head.length);
          for (const row of block.rows) expect(row).toHaveLength(block.head.length);
        }
      }),
    );
  });
});

describe('a text of nothing but marks', () => {
  it.each([
    '>',
    '#',
    '###### #',
    '+',
    '- ',
    '1.',
    '[](/)',
    '[ ](/)',
    '```',
    '```js',
    '~~~',
    '---',
    '***',
    '>_<',
    '*_*',
    '**',
    '_',
    '> > >',
    '- > 1.',
    '` `',
    '\\*',
    '![]()',
    '|||',
    '<>',
  ])('is shown as it was typed: %j', (source) => {
    expect(blocks(source)).toEqual([paragraph(text(source.trim()))]);
    expect(plainText(source, 100)).toBe(source.trim());
  });

  it('keeps its lines', () => {
    expect(read('>\n#\n\n```')).toBe('>⏎#⏎⏎```');
  });

  it.each([
    ['a [](/b) c', 'a [](/b) c'],
    ['[ ](https://a.example)', '[ ](⟨https://a.example⟩)'],
    ['[\u200b](/b)', '⟨/b⟩'],
    ['[`\u2800`](https://a.example)', '⟨https://a.example/⟩'],
    ['![](https://a.example/b.png)', '⟨https://a.example/b.png⟩'],
    ['`->`', '⟨code ->⟩'],
    ['> 🎉', '⟨quote 🎉⟩'],
    ['**!** a', '⟨strong !⟩ a'],
  ])('is not one where something can be seen, and every link can: %j', (source, expected) =>
    expect(read(source)).toBe(expected),
  );

  it('never is an empty row', () => {
    const mark = fc.string({
      unit: fc.constantFrom(...' \n>#-+*_~`[]()<!|\\1.', '\u200b', '](/)', '```', '| |\n|-|'),
      maxLength: 20,
    });
    fc.assert(
      fc.property(mark, (source) => {
        if (isWellFormedText(source)) expect(plainText(source, 100)).not.toBe('');
      }),
      { numRuns: 5000 },
    );
  });
});

describe('inlines', () => {
  it.each<[string, string, TextInline[]]>([
    ['emphasis', '*a* _b_', [mark('emphasis', text('a')), text(' '), mark('emphasis', text('b'))]],
    ['strong', '**a**', [mark('strong', text('a'))]],
    ['strike', '~~a~~', [mark('strike', text('a'))]],
    ['marks in marks', '***a***', [mark('emphasis', mark('strong', text('a')))]],
    ['no emphasis inside words', 'snake_case_name', [text('snake_case_name')]],
    ['code', '`*a* @ada`', [{ type: 'code', text: '*a* @ada' }]],
    ['escapes', '\\*a\\* \\@ada', [text('*a* @ada')]],
    ['no entities', '&lt;b&gt; &#106; &amp;', [text('&lt;b&gt; &#106; &amp;')]],
    [
      'a hard break',
      'a  \nb\\\nc',
      [text('a'), { type: 'lineBreak' }, text('b'), { type: 'lineBreak' }, text('c')],
    ],
    ['a mention', 'hi @Ada_1, you', [text('hi '), { type: 'mention', username: 'Ada_1' }, text(', you')]],
    ['a marked mention', '**@ada**', [mark('strong', { type: 'mention', username: 'ada' })]],
    ['underscores of a name', '@_ada_', [{ type: 'mention', username: '_ada_' }]],
    ['a tag', '#Größe ok', [{ type: 'tag', tag: 'Größe' }, text(' ok')]],
  ])('reads %s', (_, source, expected) => {
    expect(inlines(source)).toEqual(expected);
  });

  it.each(['a@bob.example', '@ab', `@${'a'.repeat(33)}`, 'é@ada', '@ada@other.example', '@adaé', 'see/@ada'])(
    'sees no mention in %s',
    (source) => expect(inlines(source)).toEqual([text(source)]),
  );

  it.each(['#1', 'a#b', '##b', '&#b', `#${'a'.repeat(65)}`, '#-'])('sees no tag in %s', (source) =>
    expect(inlines(source)).toEqual([text(source)]),
  );

  it('reads the longest name and the longest tag', () => {
    const [name, tag] = ['a'.repeat(32), 'é'.repeat(64)];
    expect(inlines(`@${name} #${tag}`)).toEqual([
      { type: 'mention', username: name },
      text(' '),
      { type: 'tag', tag },
    ]);
  });

  function mark(type: 'emphasis' | 'strong' | 'strike', ...children: TextInline[]): TextInline {
    return { type, children };
  }
});

describe('links', () => {
  it.each<[string, string, string, string | null, string]>([
    ['with a text', '[a](https://b.example/c)', 'https://b.example/c', 'b.example', 'a'],
    ['with a title', '[a](https://b.example "t")', 'https://b.example/', 'b.example', 'a'],
    ['in angle brackets', '[a](<https://b.example/c d>)', 'https://b.example/c%20d', 'b.example', 'a'],
    ['of this site', '[a](/posts/1?x#y)', '/posts/1?x#y', null, 'a'],
    ['by mail', '[a](mailto:ada@b.example)', 'mailto:ada@b.example', 'ada@b.example', 'a'],
    [
      'that say where they lead',
      '[b.example/c](https://b.example/c)',
      'https://b.example/c',
      null,
      'b.example/c',
    ],
    [
      'that say another site',
      '[a.example](https://b.example)',
      'https://b.example/',
      'b.example',
      'a.example',
    ],
    [
      'to a look-alike',
      '[apple.com](https://аpple.com)',
      'https://xn--pple-43d.com/',
      'xn--pple-43d.com',
      'apple.com',
    ],
    ['written bare', 'https://b.example/c_(d)', 'https://b.example/c_(d)', null, 'https://b.example/c_(d)'],
    ['in brackets', '<https://b.example>', 'https://b.example/', null, 'https://b.example'],
    ['to an address in brackets', '<ada@b.example>', 'mailto:ada@b.example', null, 'ada@b.example'],
    ['with an entity, taken literally', '[a](/b&copy;)', '/b&copy;', null, 'a'],
    [
      'made of a picture',
      '![a cat](https://b.example/c.png)',
      'https://b.example/c.png',
      'b.example',
      'a cat',
    ],
    ['made of a picture in a link', '[![a](/b)](/c)', '/c', null, 'a'],
    ['with a mention in them', '[@ada](https://b.example)', 'https://b.example/', 'b.example', '@ada'],
    [
      'with text turned round',
      '[\u202emoc.elppa\u200f](https://b.example)',
      'https://b.example/',
      'b.example',
      'moc.elppa',
    ],
  ])('reads links %s', (_, source, href, origin, words) => {
    expect(inlines(source)).toEqual([{ type: 'link', href, origin, children: [text(words)] }]);
  });

  it('leaves the end of the sentence out of a bare address', () => {
    expect(inlines('(see **https://b.example/c**).')).toEqual([
      text('(see '),
      { type: 'strong', children: [bare('https://b.example/c', 'https://b.example/c')] },
      text(').'),
    ]);
  });

  it.each([
    '[a](javascript:alert(1))',
    '[a](JaVaScRiPt:alert(1))',
    '[a](<java\tscript:alert(1)>)',
    '[a](\u0001javascript:alert(1))',
    '[a](javascript&colon;alert(1))',
    '[a](vbscript:x)',
    '[a](data:text/html,x)',
    '![a](data:image/png;base64,AAAA)',
    '[a](file:///etc/passwd)',
    '[a](blob:a.example/1)',
    '[a](https://apple.com@b.example)',
    '<javascript:alert(1)>',
    `[a](/${'b'.repeat(2048)})`,
  ])('makes nothing to click of %s', (source) => {
    expect(JSON.stringify(blocks(source))).not.toMatch(/"href":"(?!\/)/);
  });
});

describe('any text', () => {
  const source = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 300 }),
    fc.string({
      unit: fc.constantFrom(
        ...'ab1 \n\t>#-*_~`[]()!<:/@\\&',
        '**',
        '](',
        'http://b.example',
        '\u202e',
        '\u2067',
        '1. ',
      ),
      maxLength: 200,
    }),
  );

  it('is read without failing, and holds no foreign scheme, no turned text and no link in a link', () => {
    fc.assert(
      fc.property(source, (written) => {
        for (const block of blocks(written)) checkBlock(block);
      }),
      { numRuns: 2000 },
    );
  });

  it('keeps every letter and digit that a person wrote', () => {
    const word = fc.string({ unit: fc.constantFrom(...'abc> -*_~`#1.\n'), maxLength: 120 });
    const letters = (from: string) => from.replace(/[^abc]/g, '');
    fc.assert(
      fc.property(word, (written) => {
        fc.pre(!/(`{3}|~{3})[^\n]*[abc]/.test(written));
        expect(letters(wordsOf(blocks(written)))).toBe(letters(written));
      }),
      { numRuns: 2000 },
    );
  });

  it('is refused beyond its longest', () => {
    expect(() => parseMarkdown('a'.repeat(maxSourceLength + 1))).toThrow(RangeError);
  });

  function wordsOf(from: readonly TextBlock[]): string {
    return JSON.stringify(from, (key, value: unknown) => (key === 'type' ? undefined : value)).replace(
      /"(children|text|items|start|level|language|origin|href|username|tag)":|null/g,
      '',
    );
  }

  function checkBlock(block: TextBlock): void {
    if (block.type === 'quote') block.children.forEach(checkBlock);
    else if (block.type === 'list') block.items.flat().forEach(checkBlock);
    else if ('children' in block) for (const inline of block.children) checkInline(inline, false);
  }

  function checkInline(inline: TextInline, inLink: boolean): void {
    if (inline.type === 'link') {
      expect(inLink).toBe(false);
      expect(inline.href).toMatch(/^(https?:\/\/[^/]|mailto:|\/(?!\/))/);
    }
    if ('text' in inline) expect(inline.text).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/);
    if ('children' in inline) {
      for (const child of inline.children) checkInline(child, inLink || inline.type === 'link');
    }
  }
});
