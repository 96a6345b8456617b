import { expect, it } from 'vitest';
import { renderEmail } from './email-message.js';

const ada = { email: 'ada@example.org', displayName: '<b>Ada</b> & "co"', locale: 'en' };
const email = {
  subject: 'A <subject>',
  paragraphs: ['First.', 'Second.'],
  link: { label: 'Go on', url: 'https://plaza.example.org/verify?token=a&b' },
  footnote: 'Not you? Ignore it.',
};

it('says the same as text and as HTML', () => {
  const { text, html } = renderEmail(ada, email);
  for (const part of ['First.', 'Second.', 'Go on', 'Not you? Ignore it.']) {
    expect(text).toContain(part);
    expect(html).toContain(part);
  }
  expect(text).toContain('https://plaza.example.org/verify?token=a&b');
});

it('lets no name become markup', () => {
  const { html } = renderEmail(ada, email);
  expect(html).not.toContain('<b>');
  expect(html).toContain('&#60;b&#62;Ada&#60;/b&#62; &#38; &#34;co&#34;');
  expect(html).toContain('href="https://plaza.example.org/verify?token=a&#38;b"');
});

it('greets in the language of its receiver, and in English where that is missing', () => {
  const german = renderEmail({ ...ada, displayName: 'Ada', locale: 'de-AT' }, email);
  expect(german.text).toMatch(/^Hallo Ada,/);
  expect(german.html).toContain('<html lang="de" dir="ltr">');
  const klingon = renderEmail({ ...ada, displayName: 'Ada', locale: 'tlh' }, email);
  expect(klingon.text).toMatch(/^Hello Ada,/);
  expect(klingon.html).toContain('<html lang="en" dir="ltr">');
});
