import { event } from '../event.js';
import { UserSummary } from './views.js';

export const identityEvents = {
  'user.updated': event({
    summary: 'A profile changed',
    payload: UserSummary,
    replayed: false,
    scope: 'profile:read',
  }),
};

/** What of identity stands in `ready`. */
export const identityReady = { user: UserSummary };
