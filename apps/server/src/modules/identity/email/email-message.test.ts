import { expect, it } from 'vitest';
import { renderEmail } from './email-message.js';

const email = {
  to: 'ada@example.org',
  subject: 'A <subject>',
  name: '<b>Ada</b> & "co"',
  paragraphs: ['First.', 'Second.'],
  link: { label: 'Go on', url: 'https://plaza.example.org/verify?token=a&b' },
  footnote: 'Not you? Ignore it.',
};

it('says the same as text and as HTML', () => {
  const { text, html } = renderEmail(email);
  for (const part of ['First.', 'Second.', 'Go on', 'Not you? Ignore it.']) {
    expect(text).toContain(part);
    expect(html).toContain(part);
  }
  expect(text).toContain('https://plaza.example.org/verify?token=a&b');
});

it('lets no name become markup', () => {
  const { html } = renderEmail(email);
  expect(html).not.toContain('<b>');
  expect(html).toContain('&#60;b&#62;Ada&#60;/b&#62; &#38; &#34;co&#34;');
  expect(html).toContain('href="https://plaza.example.org/verify?token=a&#38;b"');
});
