import { createClient, Session } from '@plaza/sdk';

/** The session of this browser: its refresh token lives in a cookie that no script can read. */
export const session = new Session({
  baseUrl: location.origin,
  refreshTokenIn: 'cookie',
  onSwitched: () => location.reload(),
});

/** The typed client of the API. */
export const plaza = createClient({ baseUrl: location.origin, session });
