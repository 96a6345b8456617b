import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalizeEmail, normalizeLogin } from './email.js';

describe('an e-mail address', () => {
  it.each([
    ['ada@b.example', 'ada@b.example'],
    [' ada@b.example\n', 'ada@b.example'],
    ['\u200bada@b.example\u2060\ufeff', 'ada@b.example'],
    ['\u3000ada@b.example\u00a0', 'ada@b.example'],
    ['o&b@example.org', 'o&b@example.org'],
    ["o'neil+plaza@example.org", "o'neil+plaza@example.org"],
    ['{a}|b~c`d^e%f$g#h!i*j/k=l?m_n-o@b.example', '{a}|b~c`d^e%f$g#h!i*j/k=l?m_n-o@b.example'],
    ['Ada.Lovelace@B.EXAMPLE', 'Ada.Lovelace@b.example'],
    ['user@bücher.example', 'user@xn--bcher-kva.example'],
    ['user@BU\u0308CHER.example', 'user@xn--bcher-kva.example'],
    ['user@例え.jp', 'user@xn--r8jz45g.jp'],
    ['user@例え。jp', 'user@xn--r8jz45g.jp'],
    ['user@пример.рф', 'user@xn--e1afmkfd.xn--p1ai'],
    ['ｕｓｅｒ＠ｅｘａｍｐｌｅ．ｏｒｇ', 'user@example.org'],
    ['user@xn--bcher-kva.example', 'user@xn--bcher-kva.example'],
    ['a@b.co', 'a@b.co'],
    [`${'a'.repeat(64)}@b.example`, `${'a'.repeat(64)}@b.example`],
  ])('%j is stored as %s', (written, stored) => expect(normalizeEmail(written)).toBe(stored));

  it.each([
    '',
    '@',
    'ada',
    'ada@',
    '@b.example',
    'ada@b',
    'ada@b.example.',
    'ada@b..example',
    'ada@.example',
    'ada@-b.example',
    'ada@b-.example',
    'ada@b.e',
    '.ada@b.example',
    'ada.@b.example',
    'a..b@b.example',
    'a b@b.example',
    'ada@b.exa mple',
    'a@b@c.example',
    'ada@127.0.0.1',
    'ada@0x7f.1',
    'ada@[::1]',
    'ada@b.example:25',
    'ada@b.example/c',
    'ada@b.example?c',
    'ada@b.example#c',
    'ada@b\\c.example',
    'ada@b%2ec.example',
    'ada@b.example\r\nBcc: c@d.example',
    '"a b"@c.example',
    'dа@b.example',
    'Ada <ada@b.example>',
    `${'a'.repeat(65)}@b.example`,
    `a@${'b'.repeat(64)}.example`,
    `a@${'b.'.repeat(130)}example`,
  ])('is not %j', (written) => expect(normalizeEmail(written)).toBeNull());

  it('is one form that is its own, whatever is written', () => {
    const written = fc
      .tuple(
        fc.constantFrom('', ' ', '\u200b', '\u3000'),
        fc.string({ unit: fc.constantFrom(...'aZ9.-_+&ａ０'), minLength: 1, maxLength: 10 }),
        fc.constantFrom('@', '＠'),
        fc.string({ unit: fc.constantFrom(...'aZ9-.。．ü例\u0308\u200dßſ'), maxLength: 12 }),
        fc.constantFrom('.example', '。中国', '.EXAMPLE', '.рф'),
      )
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(written, (address) => {
        const stored = normalizeEmail(address);
        if (stored === null) return;
        expect(stored).toMatch(/^[!-?A-~]{1,64}@[a-z0-9.-]+$/);
        expect(normalizeEmail(` ${stored} `)).toBe(stored);
        expect(normalizeLogin(stored)).toBe(stored);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('what a person signs in with', () => {
  it.each([
    [' ada ', 'ada'],
    ['Ada_1\n', 'Ada_1'],
    ['\u200eａｄａ', 'ada'],
    [' user@bücher.example', 'user@xn--bcher-kva.example'],
    ['not an address@', 'not an address@'],
    [' ', ''],
  ])('%j is read as %j', (written, login) => expect(normalizeLogin(written)).toBe(login));
});
