import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseMarkdown } from './parse.js';
import { plainText } from './reading.js';
import { read } from './shorthand.js';
import { letterOf, typographicMark } from './unicode.arbitrary.js';

describe('a bare address', () => {
  it.each([
    ['https://example.com/guide，详见', '⟨https://example.com/guide⟩，详见'],
    ['„https://example.com“', '„⟨https://example.com⟩“'],
    ['“https://example.com/a”', '“⟨https://example.com/a⟩”'],
    ['«https://example.com/a»', '«⟨https://example.com/a⟩»'],
    ['「https://example.com/a」を', '「⟨https://example.com/a⟩」を'],
    ['（https://example.com/a）', '（⟨https://example.com/a⟩）'],
    ['https://example.com/a。https://example.com/b', '⟨https://example.com/a⟩。⟨https://example.com/b⟩'],
    ['https://example.com/a、b', '⟨https://example.com/a⟩、b'],
    ['https://example.com/a—and', '⟨https://example.com/a⟩—and'],
    ['https://example.com/a…', '⟨https://example.com/a⟩…'],
    ['https://example.com/a’s', '⟨https://example.com/a⟩’s'],
    ['https://example.com/a؟', '⟨https://example.com/a⟩؟'],
    ['https://example.com/a।', '⟨https://example.com/a⟩।'],
    ['https://example.com/a🎉', '⟨https://example.com/a⟩🎉'],
    ['https://example.com，@bob', '⟨https://example.com⟩，⟨@bob⟩'],
    ['https://example.com！', '⟨https://example.com⟩！'],
    ['https://example.com：8080', '⟨https://example.com⟩：8080'],
  ])('ends before a typographic mark: %s', (source, expected) => expect(read(source)).toBe(expected));

  it.each([
    ['请看https://example.com/a', '请看⟨https://example.com/a⟩'],
    ['はhttps://example.com', 'は⟨https://example.com⟩'],
    ['смотриhttps://example.com', 'смотри⟨https://example.com⟩'],
    ['δεςhttps://example.com', 'δες⟨https://example.com⟩'],
    ['انظرhttps://example.com', 'انظر⟨https://example.com⟩'],
    ['ดูที่https://example.com', 'ดูที่⟨https://example.com⟩'],
    ['xhttps://example.com', 'xhttps://example.com'],
    ['éhttps://example.com', 'éhttps://example.com'],
    ['1https://example.com', '1https://example.com'],
    ['_https://example.com_', '⟨em ⟨https://example.com⟩⟩'],
    ['__https://example.com/a__', '⟨strong ⟨https://example.com/a⟩⟩'],
    ['_see https://example.com/a_b_', '⟨em see ⟨https://example.com/a_b⟩⟩'],
    ['snake_https://example.com', 'snake_https://example.com'],
  ])('begins after letters of scripts that run on, and in emphasis: %s', (source, expected) =>
    expect(read(source)).toBe(expected),
  );

  it.each([
    ['https://example.com详见', '⟨https://example.com⟩详见'],
    ['https://example.comを見て', '⟨https://example.com⟩を見て'],
    ['https://example.com:8080です', '⟨https://example.com:8080⟩です'],
    [
      'https://例え.jp/案内です',
      '⟨https://例え.jp/案内です → https://xn--r8jz45g.jp/%E6%A1%88%E5%86%85%E3%81%A7%E3%81%99⟩',
    ],
    ['https://müller.de/ä', '⟨https://müller.de/ä → https://xn--mller-kva.de/%C3%A4⟩'],
    ['https://пример.рф', '⟨https://пример.рф → https://xn--e1afmkfd.xn--p1ai/⟩'],
    ['https://例え.テスト', '⟨https://例え.テスト → https://xn--r8jz45g.xn--zckzah/⟩'],
    [
      'https://fa.example/می‌خواهم',
      '⟨https://fa.example/می‌خواهم → https://fa.example/%D9%85%DB%8C%E2%80%8C%D8%AE%D9%88%D8%A7%D9%87%D9%85⟩',
    ],
    ['https://my_host.example', '⟨https://my_host.example⟩'],
    ['http://my_host;', '⟨http://my_host⟩;'],
    ['_http://my_host_', '⟨em ⟨http://my_host⟩⟩'],
    ['https://example.com:)', '⟨https://example.com⟩:)'],
    ['https://192.168.0.1:80/a', '⟨https://192.168.0.1:80/a⟩'],
    ['https://example.com,and', '⟨https://example.com⟩,and'],
    ['https://example.com*a', '⟨https://example.com⟩*a'],
  ])('keeps its host: %s', (source, expected) => expect(read(source)).toBe(expected));

  it.each([
    ['**https://a.example/b**。这里', '⟨strong ⟨https://a.example/b⟩⟩。这里'],
    ['**https://a.example/b**这里', '⟨strong ⟨https://a.example/b⟩⟩这里'],
    ['~~https://a.example/b~~c', '⟨strike ⟨https://a.example/b⟩⟩c'],
    ['https://web.example/*/b', '⟨https://web.example/*/b⟩'],
    ['**重要** https://web.example/*/b', '⟨strong 重要⟩ ⟨https://web.example/*/b⟩'],
    ['https://web.example/~ada/b', '⟨https://web.example/~ada/b⟩'],
    ['{https://a.example/b}', '{⟨https://a.example/b⟩}'],
    ['https://a.example/{b}', '⟨https://a.example/{b} → https://a.example/%7Bb%7D⟩'],
    ['||https://a.example/b||', '||⟨https://a.example/b⟩||'],
    ["'https://a.example/it's'", "'⟨https://a.example/it's⟩'"],
    ['https://a.example/?q=a&b=c#d!', '⟨https://a.example/?q=a&b=c#d⟩!'],
  ])('leaves marks of emphasis and brackets to the sentence: %s', (source, expected) =>
    expect(read(source)).toBe(expected),
  );

  it.each([
    'https://a.example@b.example',
    'https://a:b@c.example/@ada',
    'http://a.example:$PORT/b',
    'http://a.example:80x/b',
    'http://a.example:99999/b',
    'https://',
    'http:///a.example',
    'https://。',
  ])('is none where it leads nowhere, or hides where: %s', (source) => expect(read(source)).toBe(source));

  it('never takes in a mark of typography, and no other word of the text', () => {
    const address = fc.constantFrom(
      'https://a.example',
      'https://a.example/b',
      'http://a.example:80/b?c=d',
      'https://例え.jp/b',
    );
    fc.assert(
      fc.property(
        address,
        typographicMark,
        fc.string({ unit: 'grapheme', maxLength: 5 }),
        (written, mark, rest) => {
          const [link] = linksOf(`${written}${mark}${rest}`);
          expect(link).toBe(written);
        },
      ),
      { numRuns: 3000 },
    );
  });

  it('is found after any letter that is not Latin, and leaves the words of the text as they are', () => {
    const before = fc
      .oneof(letterOf('runningOn'), letterOf('spaced'))
      .filter((letter) => !/\p{sc=Latin}/u.test(letter));
    fc.assert(
      fc.property(before, typographicMark, (letter, mark) => {
        const source = `${letter}https://a.example/b${mark}`;
        expect(linksOf(source)).toEqual(['https://a.example/b']);
        expect(plainText(source, 100)).toBe(source.trim().replace(/\s+/g, ' '));
      }),
      { numRuns: 1000 },
    );
  });

  function linksOf(source: string): string[] {
    return parseMarkdown(source).blocks.flatMap((block) =>
      'children' in block
        ? block.children.flatMap((inline) =>
            'href' in inline ? inline.children.map((child) => ('text' in child ? child.text : '')) : [],
          )
        : [],
    );
  }
});
