import { expect, it } from 'vitest';
import { languages, loadCatalogue, nameOf } from './languages.js';

it('calls every language by its own name', () => {
  expect(languages.map(nameOf)).toEqual(expect.arrayContaining(['English', 'Deutsch']));
});

it('gives English where there is no such language', async () => {
  expect((await loadCatalogue('xx')).common.save).toBe('Save');
});

it('lets the verb follow those who act, and the rest of the sentence the number', async () => {
  const { notifications, messages, home } = await loadCatalogue('de');
  const { follow, message } = notifications.sentences;
  expect(follow({ who: 'Ada', people: 1 })).toBe('Ada folgt dir jetzt.');
  expect(follow({ who: ['Ada', 'Bob'], people: 2 })).toBe('Ada und Bob folgen dir jetzt.');
  expect(message({ who: 'Ada', people: 1, count: 1 })).toBe('Ada hat dir geschrieben.');
  expect(message({ who: ['Ada', 'Bob'], people: 2, count: 1_200 })).toBe(
    'Ada und Bob haben dir 1.200 Nachrichten geschickt.',
  );
  expect(messages.typing({ names: ['Ada', 'Bob'], count: 2 })).toBe('Ada und Bob schreiben gerade …');
  expect([1, 2, 99].map((count) => home.newPosts({ count }))).toEqual(['1 neuer', '2 neue', '99+ neue']);
});
