import { communities } from './communities/operations.js';
import { roles } from './communities/role-operations.js';
import { kindOperations } from './entries/kinds.js';
import { entries } from './entries/operations.js';
import { feeds } from './feeds/operations.js';
import { graph } from './graph/operations.js';
import { auth, users } from './identity/operations.js';
import { channels } from './messaging/channel-operations.js';
import { messages } from './messaging/message-operations.js';
import { notifications } from './notifications/operations.js';
import type { OperationShape } from './operation.js';

/** Every HTTP operation there is, by area. */
export const operations = {
  auth,
  users,
  graph,
  ...kindOperations,
  entries,
  feeds,
  communities,
  roles,
  channels,
  messages,
  notifications,
};
export type Operations = typeof operations;

/** All operations as `[area.name, operation]`. */
export function listOperations(
  groups: Readonly<Record<string, Readonly<Record<string, OperationShape>>>> = operations,
): [string, OperationShape][] {
  return Object.entries(groups).flatMap(([area, group]) =>
    Object.entries(group).map(([name, shape]): [string, OperationShape] => [`${area}.${name}`, shape]),
  );
}
