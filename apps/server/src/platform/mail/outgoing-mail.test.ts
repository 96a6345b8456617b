import { describe, expect, it } from 'vitest';
import { neutralised } from './outgoing-mail.js';

const mail = { to: 'ada@example.org', subject: 'Hello', text: 'Hello Ada' };

describe('neutralised', () => {
  it('leaves an ordinary mail as it is', () => {
    const whole = { ...mail, subject: 'Grüße an «Ada» 🌱', headers: { 'List-Id': '<posts.example.org>' } };
    expect(neutralised(whole)).toEqual(whole);
  });

  it('lets no line break into a subject or a header', () => {
    const { subject, headers } = neutralised({
      ...mail,
      subject: 'Hello\r\nBcc: eve@example.org\u2028\u0000 there',
      headers: { 'List-Id': 'a\nX-Evil: 1' },
    });
    expect(subject).toBe('Hello Bcc: eve@example.org  there');
    expect(headers).toEqual({ 'List-Id': 'a X-Evil: 1' });
  });

  it('shortens a subject without end, and never in the middle of a character', () => {
    const { subject } = neutralised({ ...mail, subject: `x${'🌱'.repeat(2_000)}` });
    expect(subject.length).toBeLessThanOrEqual(900);
    expect(subject.isWellFormed()).toBe(true);
  });

  it.each([
    'ada@example.org\r\nBcc: eve@example.org',
    'ada@example.org, eve@example.org',
    'Ada <ada@example.org>',
    'ada',
    '@example.org',
    'ada@',
    'ada@exam ple.org',
    'ada\u0000@example.org',
    'undisclosed:ada@example.org;',
  ])('takes %j for no address', (to) => {
    expect(() => neutralised({ ...mail, to })).toThrow('exactly one recipient');
  });

  it('takes no header whose name is none', () => {
    expect(() => neutralised({ ...mail, headers: { 'X-Evil: 1\r\nBcc': 'eve' } })).toThrow('mail header');
  });
});
