import { channels } from './channels.js';
import { communities } from './communities.js';
import { comments, entries, feeds, posts } from './entries.js';
import { graph } from './graph.js';
import { auth, users } from './identity.js';
import { messages } from './messaging.js';
import { notifications } from './notifications.js';
import type { OperationShape } from './operation.js';
import { roles } from './roles.js';

/** Every HTTP operation there is, by area. */
export const operations = {
  auth,
  users,
  graph,
  posts,
  entries,
  comments,
  feeds,
  communities,
  roles,
  channels,
  messages,
  notifications,
};
export type Operations = typeof operations;

/** All operations as `[area.name, operation]`. */
export function listOperations(): [string, OperationShape][] {
  return Object.entries(operations).flatMap(([area, group]) =>
    Object.entries(group).map(([name, shape]): [string, OperationShape] => [`${area}.${name}`, shape]),
  );
}
