import { expect, it } from 'vitest';
import { languages, loadCatalogue, nameOf } from './languages.js';

it('calls every language by its own name', () => {
  expect(languages.map(nameOf)).toEqual(expect.arrayContaining(['English', 'Deutsch']));
});

it('gives English where there is no such language', async () => {
  expect((await loadCatalogue('xx')).common.save).toBe('Save');
});

it('lets the verb follow those who act, and the rest of the sentence the number', async () => {
  const { messages, home } = await loadCatalogue('de');
  expect(messages.typing({ names: 'Ada', count: 1 })).toBe('Ada schreibt gerade …');
  expect(messages.typing({ names: ['Ada', 'Bob'], count: 2 })).toBe('Ada und Bob schreiben gerade …');
  expect([1, 2, 99].map((count) => home.newPosts({ count }))).toEqual(['1 neuer', '2 neue', '99+ neue']);
});
