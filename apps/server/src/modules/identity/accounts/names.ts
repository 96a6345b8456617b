import { foldUsername, isReservedUsername } from '@plaza/text';
import { violatedUnique } from '../../../platform/database/database-errors.js';
import { invalidInput, ProblemError } from '../../../platform/problems/problem-error.js';

/** Gives the columns of a username. Errors: `invalid_input` for reserved names. */
export function usernameColumns(username: string): { username: string; username_skeleton: string } {
  if (isReservedUsername(username)) throw invalidInput('username', 'reserved', 'This name is kept free');
  return { username, username_skeleton: foldUsername(username) };
}

/** Runs a write that may meet a name or address in use. Errors: `username_taken`, `email_taken`; whatever `write` throws. */
export async function tellingWhatIsTaken<Result>(write: () => Promise<Result>): Promise<Result> {
  try {
    return await write();
  } catch (error) {
    const constraint = violatedUnique(error);
    if (constraint?.startsWith('users_username')) throw new ProblemError('username_taken');
    if (constraint === 'users_email_key') throw new ProblemError('email_taken');
    throw error;
  }
}
