import type { CliContext } from '../cli-context.js';
import { UsageError } from '../usage-error.js';

const ROLES = ['user', 'moderator', 'admin'];

/** `plaza user role <username> <role>`: for whoever keeps the machine, also when no admin can sign in any more. */
export async function changeRole({ database }: CliContext, [username, role]: string[]): Promise<number> {
  if (!username || !role || !ROLES.includes(role)) {
    throw new UsageError(`Say who, and as what: ${ROLES.join(', ')}.`);
  }
  const { rowCount } = await database.connections.query('update users set role = $2 where username = $1', [
    username,
    role,
  ]);
  console.log(rowCount === 1 ? `${username} is ${role} now.` : `There is no user ${username}.`);
  return rowCount === 1 ? 0 : 1;
}
