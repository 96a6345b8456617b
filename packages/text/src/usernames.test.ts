import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldUsername, isReservedUsername, usernamePattern } from './usernames.js';

const username = fc.stringMatching(usernamePattern);

describe('a username', () => {
  it.each(['ada', 'Ada_Lovelace', '___', 'a'.repeat(32)])('may be %s', (name) => {
    expect(name).toMatch(usernamePattern);
  });

  it.each(['ad', 'a'.repeat(33), 'ada.', 'ada\n', 'ädmin', 'аdmin', '😀😀😀', '..', 'a b', ''])(
    'may not be %j',
    (name) => {
      expect(name).not.toMatch(usernamePattern);
    },
  );

  it.each([
    ['ada', 'Ada'],
    ['alice', 'aIice'],
    ['alice', 'a1ice'],
    ['bob', 'B0b'],
    ['modern', 'rnodern'],
    ['wave', 'vvave'],
    ['vwv', 'wvv'],
    ['a_b', 'a__b'],
  ])('%s looks like %s', (one, other) => {
    expect(foldUsername(one)).toBe(foldUsername(other));
  });

  it.each([
    ['ada', 'adam'],
    ['ada', 'ada_'],
    ['bob', 'bab'],
    ['ada2', 'ada3'],
  ])('%s does not look like %s', (one, other) => {
    expect(foldUsername(one)).not.toBe(foldUsername(other));
  });

  it('has one skeleton, whatever its case, and that is its own', () => {
    fc.assert(
      fc.property(username, (name) => {
        const skeleton = foldUsername(name);
        expect(foldUsername(name.toUpperCase())).toBe(skeleton);
        expect(foldUsername(skeleton)).toBe(skeleton);
        expect(skeleton).toMatch(/^[a-z0-9_]{1,64}$/);
      }),
    );
  });
});

describe('a reserved name', () => {
  it.each([
    'admin',
    'Admin',
    'ADMlN',
    'adm1n',
    'adrnin',
    '_admin_',
    'r00t',
    'me',
    'null',
    'undefined',
    'system',
  ])('is %s', (name) => expect(isReservedUsername(name)).toBe(true));

  it.each(['support', 'Moderator', 'p1aza', 'everyone', 'here', 'no_reply', 'mailer_daemon'])(
    'is %s too',
    (name) => expect(isReservedUsername(name)).toBe(true),
  );

  it.each(['ada', 'administer', 'plazas', 'rooted'])('is not %s', (name) =>
    expect(isReservedUsername(name)).toBe(false),
  );
});
