import { invalidInput, type ProblemError } from '../../../platform/problems/problem-error.js';
import { isCommonPassword } from './common-passwords.js';

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
