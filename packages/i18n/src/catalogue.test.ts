import { describe, expect, it } from 'vitest';
import { bestLanguage, catalogueOf, directionOf, type TextValue } from './index.js';
import { compileMessages, type Messages } from './node.js';

function catalogue<Catalogue>(messages: Messages, locale: string): Catalogue {
  return catalogueOf<Catalogue>(compileMessages(messages), locale);
}

type Counted = (values: { count: number }) => string;
type Named = (values: { who: TextValue }) => string;

describe('a catalogue', () => {
  it('gives texts without arguments as they are, and the others as functions', () => {
    const { entries } = catalogue<{ entries: { publish: string; reply: Named } }>(
      { entries: { publish: 'Publish', reply: 'Reply to {who}' } },
      'en',
    );
    expect(entries.publish).toBe('Publish');
    expect(entries.reply({ who: 'Ada' })).toBe('Reply to Ada');
  });

  it('knows the plurals of each language', () => {
    const polish = '{count, plural, one {# plik} few {# pliki} many {# plików} other {# pliku}}';
    const { files } = catalogue<{ files: Counted }>({ files: polish }, 'pl');
    expect([1, 3, 5, 22, 1.5].map((count) => files({ count }))).toEqual([
      '1 plik',
      '3 pliki',
      '5 plików',
      '22 pliki',
      '1,5 pliku',
    ]);
  });

  it('prefers an exact number, and knows ordinals', () => {
    const text = catalogue<{ new: Counted; rank: Counted }>(
      {
        new: '{count, plural, =99 {99+ new} other {# new}}',
        rank: '{count, selectordinal, one {#st} two {#nd} few {#rd} other {#th}}',
      },
      'en',
    );
    expect([98, 99].map((count) => text.new({ count }))).toEqual(['98 new', '99+ new']);
    expect([1, 2, 23, 11].map((count) => text.rank({ count }))).toEqual(['1st', '2nd', '23rd', '11th']);
  });

  it('puts a plural inside a choice of gender', () => {
    const shared =
      '{gender, select, female {{count, plural, one {ihren Beitrag} other {# ihrer Beiträge}}} other {{count, plural, one {einen Beitrag} other {# Beiträge}}}}';
    const text = catalogue<{ shared(values: { gender: string; count: number }): string }>({ shared }, 'de');
    expect(text.shared({ gender: 'female', count: 1 })).toBe('ihren Beitrag');
    expect(text.shared({ gender: 'female', count: 1_200 })).toBe('1.200 ihrer Beiträge');
    expect(text.shared({ gender: 'unknown', count: 2 })).toBe('2 Beiträge');
  });

  it('writes numbers, dates and lists as the language does', () => {
    const messages = { used: '{share, number, ::percent}', on: '{at, date, long}', by: 'von {who}' };
    type German = {
      used(values: { share: number }): string;
      on(values: { at: Date }): string;
      by: Named;
    };
    const text = catalogue<German>(messages, 'de');
    expect(text.used({ share: 0.5 })).toBe('50\u00a0%');
    expect(text.on({ at: new Date(2026, 2, 1) })).toBe('1. März 2026');
    expect(text.by({ who: ['Ada', 'Bob', 'Cem'] })).toBe('von Ada, Bob und Cem');
  });

  it('hands what is inside a tag to whoever shows it', () => {
    type Rich = { rules(values: { link: (inside: string[]) => object }): unknown };
    const text = catalogue<Rich>({ rules: 'The <link>rules</link> apply.' }, 'en');
    const parts = text.rules({ link: ([words]) => ({ words }) });
    expect(parts).toEqual(['The ', { words: 'rules' }, ' apply.']);
  });

  it('says which message cannot be compiled', () => {
    expect(() => compileMessages({ home: { quiet: 'It is {quiet' } })).toThrow('home.quiet');
  });
});

describe('the best language', () => {
  const there = ['de', 'en', 'pt-BR'];

  it.each([
    [['de-AT', 'en'], 'de'],
    [['fr', 'de'], 'de'],
    [['pt-br'], 'pt-BR'],
    [['pt-PT', 'fr'], 'en'],
    [['deu'], 'en'],
    [[], 'en'],
  ])('for %j is %s', (wanted, found) => {
    expect(bestLanguage(wanted, there, 'en')).toBe(found);
  });
});

it('knows which way a language is written', () => {
  expect(['en', 'ar', 'he', 'fa-IR', 'az-Arab', 'de'].map(directionOf)).toEqual([
    'ltr',
    'rtl',
    'rtl',
    'rtl',
    'rtl',
    'ltr',
  ]);
});
