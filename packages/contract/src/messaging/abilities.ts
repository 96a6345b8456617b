import { permissionNames } from '../communities/permissions.js';

const SEND_MESSAGES = 1n << BigInt(permissionNames.indexOf('send_messages'));
const MANAGE_MESSAGES = 1n << BigInt(permissionNames.indexOf('manage_messages'));

/**
 * What a person may do with a message that is not deleted, by what they may do in its channel (`viewer.permissions`) and whether
 * they wrote it. Error: SyntaxError for permissions that are no decimal string.
 */
export function messageAbilities(
  permissions: string | bigint,
  isAuthor: boolean,
): { edit: boolean; delete: boolean } {
  const held = BigInt(permissions);
  return {
    edit: isAuthor && (held & SEND_MESSAGES) !== 0n,
    delete: isAuthor || (held & MANAGE_MESSAGES) !== 0n,
  };
}
