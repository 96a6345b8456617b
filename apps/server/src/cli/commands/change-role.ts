import { changeUserRole } from '../../modules/identity/index.js';
import type { CliContext } from '../cli-context.js';
import { UsageError } from '../usage-error.js';

const ROLES = ['user', 'moderator', 'admin'] as const;

/** `plaza user role <username> <role>`: for whoever keeps the machine, also when no admin can sign in any more. */
export async function changeRole({ database }: CliContext, [username, wanted]: string[]): Promise<number> {
  const role = ROLES.find((name) => name === wanted);
  if (!username || !role) {
    throw new UsageError(`Say who, and as what: ${ROLES.join(', ')}.`);
  }
  const isChanged = await database.transaction((tx) => changeUserRole(tx, username, role));
  console.log(isChanged ? `${username} is ${role} now.` : `There is no user ${username}.`);
  return isChanged ? 0 : 1;
}
