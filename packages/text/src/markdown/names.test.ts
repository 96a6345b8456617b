import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldTag, mentions, tags } from './reading.js';
import { read } from './shorthand.js';
import { letterOf, typographicMark } from './unicode.arbitrary.js';

describe('a mention', () => {
  it.each([
    ['交给@bob处理', '交给⟨@bob⟩处理'],
    ['@bobさん、どうぞ', '⟨@bob⟩さん、どうぞ'],
    ['مرحبا@bob', 'مرحبا⟨@bob⟩'],
    ['@bob님', '⟨@bob⟩님'],
    ['ถาม@bobก่อน', 'ถาม⟨@bob⟩ก่อน'],
    ['ที่@bob', 'ที่⟨@bob⟩'],
    ['שלום@bob', 'שלום⟨@bob⟩'],
    ['नमस्ते@bob', 'नमस्ते⟨@bob⟩'],
    ['「@bob」', '「⟨@bob⟩」'],
    ['①@bob②@ada', '①⟨@bob⟩②⟨@ada⟩'],
    ['＠bobさん', '⟨@bob⟩さん'],
    ['交给@bob。然后', '交给⟨@bob⟩。然后'],
    ['@bob.', '⟨@bob⟩.'],
    ["@bob's", "⟨@bob⟩'s"],
    ['(@bob)', '(⟨@bob⟩)'],
    ['.@bob', '.⟨@bob⟩'],
    ['**交给@bob处理**', '⟨strong 交给⟨@bob⟩处理⟩'],
  ])('is found where no space can stand: %s', (source, expected) => expect(read(source)).toBe(expected));

  it.each([
    ['_@bob_', '⟨em ⟨@bob⟩⟩'],
    ['__@bob__', '⟨strong ⟨@bob⟩⟩'],
    ['_see @bob_', '⟨em see ⟨@bob⟩⟩'],
    ['_@bob__', '⟨em ⟨@bob_⟩⟩'],
    ['注：_@bob_', '注：⟨em ⟨@bob⟩⟩'],
    ['(_@bob_)', '(⟨em ⟨@bob⟩⟩)'],
    ['@bob_', '⟨@bob_⟩'],
    ['_a_ @bob_', '⟨em a⟩ ⟨@bob_⟩'],
    ['@_bob_', '⟨@_bob_⟩'],
    ['_@ab_', '⟨em @ab⟩'],
    ['see_@bob', 'see_@bob'],
  ])('leaves the underscores of emphasis: %s', (source, expected) => expect(read(source)).toBe(expected));

  it.each([
    'ada@bob.example',
    '用户@bob.example',
    '用户@bob-corp.example',
    'пользователь@bob.example',
    'ada+用户@bob.example',
    '"ada"@bob.example',
    '用户＠bob.example',
    'привет@bob',
    'γεια@bob',
    'é@bob',
    'e\u0301x\u0331@bob',
    '@bobом',
    '@bobé',
    '@bob\u0301',
    '1@bob',
    '@bob@other.example',
    '交给@bob@other.example',
    'see/@bob',
    '看/@bob',
    'https://a:b@c.example/@bob',
  ])('is not part of a word, an e-mail address or a path: %s', (source) =>
    expect(mentions(source)).toEqual([]),
  );

  it('is found between any letters of scripts that run on, and marks', () => {
    const neighbour = fc.oneof(
      letterOf('runningOn'),
      typographicMark,
      fc.constantFrom('', ' ', '\n', '(', ')', '!', ','),
    );
    fc.assert(
      fc.property(neighbour, neighbour, (before, after) => {
        fc.pre(!'＠／'.includes(before || ' ') && !'＠＿'.includes(after || ' '));
        expect(mentions(`${before}@bob${after}`)).toEqual(['bob']);
      }),
      { numRuns: 3000 },
    );
  });

  it('is never found in words of Latin, Greek and Cyrillic', () => {
    fc.assert(
      fc.property(letterOf('spaced'), fc.boolean(), (letter, isBefore) => {
        expect(mentions(isBefore ? `${letter}@bob` : `@bob${letter}`)).toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });

  it('is never found in an e-mail address or an address, whatever the script', () => {
    const word = fc.array(fc.oneof(letterOf('runningOn'), letterOf('spaced'), fc.constantFrom(...'aZ09')), {
      minLength: 1,
      maxLength: 4,
    });
    fc.assert(
      fc.property(word, word, (local, path) => {
        const address = `${local.join('')}@bob.example`;
        expect(
          mentions(`${address} https://a.example/@bob/${path.join('')}/@bob https://${address}/`),
        ).toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('a tag', () => {
  it.each([
    ['#ぼっち・ざ・ろっく', '⟨#ぼっち・ざ・ろっく⟩'],
    ['#col·lecció', '⟨#col·lecció⟩'],
    ['#می‌خواهم', '⟨#می‌خواهم⟩'],
    ['＃タグ', '⟨#タグ⟩'],
    ['﹟標籤', '⟨#標籤⟩'],
    ['#צה״ל', '⟨#צה״ל⟩'],
    ['#བོད་ཡིག', '⟨#བོད་ཡིག⟩'],
    ['#क्‍ष', '⟨#क्‍ष⟩'],
    ['#葛\u{e0100}城', '⟨#葛\u{e0100}城⟩'],
    ['#snake_case', '⟨#snake_case⟩'],
    ['#タグ・', '⟨#タグ⟩・'],
    ['#猫・#犬', '⟨#猫⟩・⟨#犬⟩'],
    ['#タグ。次', '⟨#タグ⟩。次'],
    ['#tag🎉', '⟨#tag⟩🎉'],
    ['今日は#タグ', '今日は⟨#タグ⟩'],
    ['#话题#今天', '⟨#话题⟩#今天'],
    ['_#tag_', '⟨em ⟨#tag⟩⟩'],
    ['__#tag_a__', '⟨strong ⟨#tag_a⟩⟩'],
    ['_see #tag_', '⟨em see ⟨#tag⟩⟩'],
    ['注：_#tag_', '注：⟨em ⟨#tag⟩⟩'],
    ['*#tag*', '⟨em ⟨#tag⟩⟩'],
    ['~~#tag~~', '⟨strike ⟨#tag⟩⟩'],
    ['see_#tag', 'see_#tag'],
    ['#tag_', '⟨#tag⟩_'],
  ])('is whole, and only that: %s', (source, expected) => expect(read(source)).toBe(expected));

  it.each([
    '#\u3164',
    '#️⃣',
    '#・',
    '#·a',
    '#１',
    'C#言語',
    'é#tag',
    'дом#tag',
    '##tag',
    '＃＃tag',
    '/#tag',
    '#_',
  ])('is not found in %s', (source) => expect(tags(source)).toEqual([]));

  it.each([
    ['#Größe', 'größe'],
    ['#ＷＩＤＥ', 'wide'],
    ['#ﾀｸﾞ', 'タグ'],
    ['#ｺﾝ･ﾄ', 'コン・ト'],
    ['#می‌خواهم', 'می‌خواهم'],
    ['#क्‍ष', 'क्‍ष'],
    ['#ta\u200dg', 'tag'],
    ['#葛\u{e0100}城', '葛城'],
    ['#❤️a', undefined],
  ])('%s is stored without what cannot be seen: %s', (source, folded) =>
    expect(tags(source)).toEqual(folded === undefined ? [] : [folded]),
  );

  it('is read whole in every script, ends before marks, and is its own fold', () => {
    const letter = fc.oneof(letterOf('runningOn'), letterOf('spaced'));
    const word = fc.array(letter, { minLength: 1, maxLength: 5 }).map((letters) => letters.join(''));
    const joiner = fc.constantFrom('', '_', '·', '・', '\u200c');
    const end = typographicMark.filter((mark) => !'·・･׳״་༌゠＿\u0387'.includes(mark));
    fc.assert(
      fc.property(word, joiner, word, end, word, (first, between, second, mark, rest) => {
        const tag = `${first}${between}${second}`;
        expect(read(`#${tag}${mark}${rest}`).startsWith(`⟨#${tag}⟩`)).toBe(true);
        const [folded = ''] = tags(`#${tag}`);
        expect(foldTag(folded)).toBe(folded);
      }),
      { numRuns: 2000 },
    );
  });
});
