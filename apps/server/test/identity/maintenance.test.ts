import { expect, it } from 'vitest';
import { IdentityJobs } from '../../src/modules/identity/identity.jobs.js';
import { password, World } from '../support/world.js';

const world = await World.open();
const DAY_MS = 86_400_000;
const neverAborted = new AbortController().signal;

const count = async (table: string, userId: string) => {
  const column =
    table === 'refresh_tokens' ? '(select user_id from sessions where id = session_id)' : 'user_id';
  const rows = await world.rows(`select 1 from ${table} where ${column} = $1`, [userId]);
  return rows.length;
};

it('forgets tokens and sessions once nothing asks for them, and none before', async () => {
  const maintenance = world.server.app.get(IdentityJobs, { strict: false });
  const ada = await world.person('ada');
  const counts = async () => ({
    mailed: await count('one_time_tokens', ada.id),
    refresh: await count('refresh_tokens', ada.id),
    sessions: await count('sessions', ada.id),
  });
  const { refreshToken } = await world.stranger().auth.login({ body: { login: ada.username, password } });
  await world.stranger().auth.refresh({ body: { refreshToken: refreshToken ?? '' } });
  await maintenance.forgetExpired(neverAborted);
  expect(await counts()).toEqual({ mailed: 1, refresh: 3, sessions: 2 });
  await ada.api.auth.revokeOtherSessions();
  await maintenance.forgetExpired(neverAborted);
  expect(await counts()).toEqual({ mailed: 1, refresh: 1, sessions: 2 });
  world.clock.advance(31 * DAY_MS);
  await maintenance.forgetExpired(neverAborted);
  expect(await counts()).toEqual({ mailed: 0, refresh: 0, sessions: 2 });
  world.clock.advance(180 * DAY_MS);
  await maintenance.forgetExpired(neverAborted);
  expect(await counts()).toEqual({ mailed: 0, refresh: 0, sessions: 0 });
});
