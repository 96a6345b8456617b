import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { limits } from '@plaza/contract';
import { z } from 'zod';
import { invalidInput, type ProblemError } from '../../../platform/problems/problem-error.js';

const SOURCE = '@zxcvbn-ts/language-common/src/passwords.json';

/** One text instead of a set of 18,000: a tenth of the memory, and a search in it takes some 20 µs. */
const lines = `\n${loadLongEnough().join('\n')}\n`;

/** What a person's password must not be, because it is the first thing tried. */
interface Owner {
  username: string;
  email: string;
}

/** Gives why this password cannot be taken for that person, or nothing; `path` is its field. */
export function passwordObjection(password: string, owner: Owner, path: string): ProblemError | undefined {
  if (isCommonPassword(password)) {
    return invalidInput(
      path,
      'common_password',
      'This password is among the first that are tried; choose another',
    );
  }
  if (namesOf(owner).includes(password.toLowerCase())) {
    return invalidInput(path, 'own_name', 'A password must not be the own name or address');
  }
  return undefined;
}

function namesOf({ username, email }: Owner): string[] {
  return [username, email, email.slice(0, email.lastIndexOf('@'))].map((name) => name.toLowerCase());
}

/** Whether it is one of the passwords that are tried first, in any spelling of upper and lower case. */
export function isCommonPassword(password: string): boolean {
  return lines.includes(`\n${password.toLowerCase()}\n`);
}

/** Shorter ones are refused anyway. */
function loadLongEnough(): string[] {
  const path = createRequire(import.meta.url).resolve(SOURCE);
  const passwords = z.array(z.string()).parse(JSON.parse(readFileSync(path, 'utf8')));
  return passwords.filter((password) => password.length >= limits.password.min);
}
