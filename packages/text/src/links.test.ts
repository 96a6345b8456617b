import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { linkOrigin, safeHref, undisclosedOrigin } from './links.js';

describe('an address', () => {
  it.each([
    ['https://b.example', 'https://b.example/'],
    ['HTTP://B.example:80/c', 'http://b.example/c'],
    ['//b.example/c', 'https://b.example/c'],
    ['/\\b.example', 'https://b.example/'],
    ['posts/1', '/posts/1'],
    ['../../posts', '/posts'],
    ['#comments', '/#comments'],
    ['mailto:ada@b.example?subject=x', 'mailto:ada@b.example?subject=x'],
    ['https://b.example/\u202egnp.exe', 'https://b.example/%E2%80%AEgnp.exe'],
  ])('is read as a browser reads it: %s', (address, href) => {
    expect(safeHref(address)).toBe(href);
  });

  it.each([
    'javascript:alert(1)',
    ' JAVASCRIPT:alert(1)',
    'java\nscript:alert(1)',
    'java\tscript\r:alert(1)',
    '\0javascript:alert(1)',
    '\u0001\u001fjavascript:alert(1)',
    'javascript://b.example/%0aalert(1)',
    'vbscript:x',
    'data:text/html,x',
    'data:image/svg+xml,x',
    'file:///etc/passwd',
    'blob:https://a.example/1',
    'ftp://b.example',
    'ws://b.example',
    'https://a.example@b.example',
    'https://:x@b.example',
    'https://',
    'http://[::1',
    '/.//b.example',
    '/..//b.example',
    'https://here.invalid//b.example',
    `/${'a'.repeat(2048)}`,
  ])('is refused: %j', (address) => {
    expect(safeHref(address)).toBeNull();
  });

  it('leads nowhere but to http, https, mailto or a path of this site, however it is written', () => {
    const part = fc.constantFrom(
      'javascript:',
      'data:',
      'https:',
      'mailto:',
      '/',
      '\\',
      '..',
      '.',
      ':',
      '@',
      'b.example',
    );
    const piece = fc.oneof(
      part,
      fc.string({ unit: 'binary', maxLength: 3 }),
      fc.constantFrom('\t', '\n', ' ', '\0'),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        const href = safeHref(pieces.join(''));
        if (href === null) return;
        const at = new URL(href, 'https://plaza.example/c/room');
        expect(['https:', 'http:', 'mailto:']).toContain(at.protocol);
        if (href.startsWith('/')) expect(at.origin).toBe('https://plaza.example');
        expect(safeHref(href)).toBe(href);
      }),
      { numRuns: 5000 },
    );
  });
});

describe('the origin of a link', () => {
  it.each([
    ['https://b.example:8443/c', 'b.example:8443'],
    ['https://xn--pple-43d.com/', 'xn--pple-43d.com'],
    ['mailto:ada@b.example', 'ada@b.example'],
    ['/posts/1', null],
  ])('of %s is %s', (href, origin) => {
    expect(linkOrigin(href)).toBe(origin);
  });

  it.each([
    ['b.example', null],
    ['HTTPS://B.example/c?d', null],
    [' b.example/c ', null],
    ['here', 'b.example'],
    ['b.example.evil.example', 'b.example'],
    ['b.example@evil.example', 'b.example'],
    ['www.b.example', 'b.example'],
    ['a.example b.example', 'b.example'],
  ])('is disclosed by the text %j: %s', (text, origin) => {
    expect(undisclosedOrigin('https://b.example/c', text)).toBe(origin);
  });
});
