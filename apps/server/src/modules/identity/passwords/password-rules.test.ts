import { expect, it } from 'vitest';
import { isCommonPassword } from './password-rules.js';

it.each(['password', 'Password', 'PASSWORD1', 'iloveyou', '12345678', 'qwertyuiop'])(
  'knows %s as one that is tried first',
  (password) => {
    expect(isCommonPassword(password)).toBe(true);
  },
);

it.each(['correct horse battery', 'passwor', 'password\nbaseball', '', '\n', 'asswor'])(
  'does not mistake %j for one',
  (password) => {
    expect(isCommonPassword(password)).toBe(false);
  },
);
