import { describe, expect, it } from 'vitest';
import { catalogueModule } from './catalogue-type.js';
import { differences, flatten, problemsOf } from './compare.js';
import { usesIn } from './uses.js';

const one = (message: string) => new Map([['a.b', message]]);

describe('a language', () => {
  const source = flatten({ home: { new: '{count, plural, one {# post} other {# posts}}', quiet: 'Quiet' } });

  it('has the messages of the source language, and no others', () => {
    const german = flatten({
      home: { new: '{count, plural, one {# Beitrag} other {# Beiträge}}', leise: 'x' },
    });
    expect(differences(source, german, 'de')).toEqual([
      'de: home.quiet is missing',
      'de: home.leise is not in the source language',
    ]);
  });

  it.each([
    ['{count} posts', 'neue Beiträge', 'does not use {count}'],
    ['new posts', '{count} Beiträge', 'uses {count}, which is not given'],
    ['{count, number}', '{count, date}', 'uses {count} as date, which is number'],
    [
      '{who, select, male {he} other {they}}',
      '{who, select, female {sie} other {sie}}',
      'a case female of {who}',
    ],
    ['<b>new</b>', 'neu', 'does not use {b}'],
  ])('asks for the same arguments: %s, %s', (english, german, why) => {
    const found = differences(one(english), one(german), 'de');
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(why);
  });

  it('may use an argument as words inside a plural of it', () => {
    const german = '{count, plural, one {ein Beitrag} other {{count} Beiträge}}';
    expect(differences(one('{count, plural, other {# posts}}'), one(german), 'de')).toEqual([]);
  });

  it.each([
    ['de', '{count, plural, one {#} few {#} other {#}}', 'a form for few'],
    ['pl', '{count, plural, one {#} other {#}}', 'no form for few'],
    ['en', '{count, selectordinal, one {#st} other {#th}}', 'no form for two'],
    ['en', '{count, plural, one {#}}', 'not a message'],
    ['en', '{count', 'not a message'],
    ['en', '{a, number} {a, date}', 'not a message'],
    ['en', '{a, plural, offset:1 other {#}}', 'not a message'],
    ['en', '{a, date, huge}', 'no style huge'],
    ['en', '{a, number, percent}', 'no style percent'],
    ['en', ' ', 'says nothing'],
  ])('%s has every form that it needs: %s', (language, message, why) => {
    expect(problemsOf(one(message), language).join()).toContain(why);
  });

  it('may keep all forms together, and name single numbers', () => {
    expect(problemsOf(one('{count, plural, =0 {none} other {#}}'), 'pl')).toEqual([]);
  });
});

it('makes a type of messages', () => {
  const messages = {
    entries: {
      publish: 'Publish',
      'x-y': '{a, select, one {1} other {2}} {b, number} {c, date} {d}',
      rules: '<link>Rules</link>',
    },
  };
  expect(catalogueModule(messages, 'Made.')).toBe(`// Made.
import type { TextValue } from '@plaza/i18n';

export interface Catalogue {
  entries: {
    publish: string;
    'x-y': (values: { a: 'one' | 'other'; b: number; c: Date; d: TextValue }) => string;
    rules: <Element>(values: { link: (inside: (string | Element)[]) => Element }) => string | Element | (string | Element)[];
  };
}
`);
});

describe('the search for uses', () => {
  const uses = (source: string) => [...usesIn('file.tsx', source)].sort();

  it('follows names, parts and destructuring', () => {
    const source = `
      function A() { const text = useText(); return <p title={text.home.quiet}>{text.entries.comments({ count: 1 })}</p>; }
      function B() { const text = useText().profile; return text.edit; }
      const C = () => { const { errors, common: { save } } = useText(); return [errors.title, save]; };
      const tab = { label: (text) => text.settings.account };
      function d(text: Catalogue, more: Catalogue['messages']) { return text.app.product ?? more.send; }`;
    expect(uses(source)).toEqual([
      'app.product',
      'common.save',
      'entries.comments',
      'errors.title',
      'home.quiet',
      'messages.send',
      'profile.edit',
      'settings.account',
    ]);
  });

  it('takes everything below a choice that is made while the program runs', () => {
    const source = `
      function A({ sort }) { const text = useText().entries; return text.sorts[sort] + text['new'] + keys(text.windows); }`;
    expect(uses(source)).toEqual(['entries.new', 'entries.sorts', 'entries.windows']);
  });

  it('is not misled by other things of the same name', () => {
    const source = `
      function A() { const { errors } = useText(); return { errors: 1, x: problem.errors }; }
      function B(text: string) { return text.length; }
      function C() { const text = read(); return text.home; }
      function D({ text }) { return text.home; }`;
    expect(uses(source)).toEqual([]);
  });
});
