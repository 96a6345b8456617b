import { communityScopes } from './communities/scopes.js';
import { entryScopes } from './entries/scopes.js';
import { graphScopes } from './graph/scopes.js';
import { identityScopes } from './identity/scopes.js';
import { messagingScopes } from './messaging/scopes.js';
import { notificationScopes } from './notifications/scopes.js';

/** What an access token may be good for, in words for the person who grants it. */
export const scopes = {
  ...identityScopes,
  ...graphScopes,
  ...entryScopes,
  ...communityScopes,
  ...messagingScopes,
  ...notificationScopes,
} as const satisfies Record<string, string>;
export type Scope = keyof typeof scopes;
