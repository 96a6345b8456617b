import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { read } from './shorthand.js';
import { letterOf } from './unicode.arbitrary.js';

describe('emphasis', () => {
  it.each([
    ['**重要。**这里', '⟨strong 重要。⟩这里'],
    ['这是**「重要」**的', '这是⟨strong 「重要」⟩的'],
    ['これは**重要（とても）**です', 'これは⟨strong 重要（とても）⟩です'],
    ['**이것은 "중요"**입니다', '⟨strong 이것은 "중요"⟩입니다'],
    ['*重要。*这里', '⟨em 重要。⟩这里'],
    ['~~旧！~~新', '⟨strike 旧！⟩新'],
    ['**重要!**这里', '⟨strong 重要!⟩这里'],
    ['**重要。**abc', '⟨strong 重要。⟩abc'],
    ['你好**“世界”**吧', '你好⟨strong “世界”⟩吧'],
    ['**สำคัญ!**ที่นี่', '⟨strong สำคัญ!⟩ที่นี่'],
    ['ที่**(นี่)**ครับ', 'ที่⟨strong (นี่)⟩ครับ'],
    ['_重要。_这里', '⟨em 重要。⟩这里'],
    ['这是_「重要」_的', '这是⟨em 「重要」⟩的'],
    ['_（注）_', '⟨em （注）⟩'],
    ['_„Hallo“_', '⟨em „Hallo“⟩'],
    ['_foo_(bar)', '⟨em foo⟩(bar)'],
    ['("_quoted_")', '("⟨em quoted⟩")'],
    ['_(bar)_.', '⟨em (bar)⟩.'],
    ['_done._<br>', '⟨em done.⟩<br>'],
    ['注：_`code`_。', '注：⟨em ⟨code code⟩⟩。'],
    ['**_"a"_**', '⟨strong ⟨em "a"⟩⟩'],
    ['foo*bar*baz', 'foo⟨em bar⟩baz'],
  ])('works beside punctuation: %s', (source, expected) => expect(read(source)).toBe(expected));

  it.each([
    'snake_case_name',
    '这是_强调_文本',
    '2 * 3 * 4',
    '** not **',
    '^_^ hello ^_^',
    'a >_< and >_<',
    '-_- zzz -_-',
    'T_T u_u ;_; T_T',
    '(・_・) (・_・)',
    '(。_。) (；_；)',
    'm(_ _)m すみません m(_ _)m',
    'ー_ー と ー_ー',
    '¯_(ツ)_/¯ ¯_(ツ)_/¯',
  ])('is not seen in words and faces: %s', (source) => expect(read(source)).toBe(source));

  it('is seen around any words of scripts without spaces, whatever punctuation they begin and end with', () => {
    const letter = letterOf('unspaced');
    const open = fc.constantFrom('', '「', '（', '《', '“', '(', '"', '【');
    const close = fc.constantFrom(
      '',
      '」',
      '）',
      '》',
      '”',
      ')',
      '"',
      '】',
      '。',
      '，',
      '！',
      '？',
      '…',
      '!',
      '.',
      '：',
    );
    const mark = fc.constantFrom(['*', 'em'], ['**', 'strong'], ['~~', 'strike']);
    fc.assert(
      fc.property(
        letter,
        open,
        letter,
        close,
        letter,
        mark,
        (before, first, word, last, after, [sign, name]) => {
          const words = `${first}${word}${last}`;
          expect(read(`${before}${sign}${words}${sign}${after}`)).toBe(`${before}⟨${name} ${words}⟩${after}`);
        },
      ),
      { numRuns: 3000 },
    );
  });
});
