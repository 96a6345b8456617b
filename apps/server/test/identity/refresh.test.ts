import type { Problem, SignedIn } from '@plaza/contract';
import { describe, expect, it } from 'vitest';
import { emailTo } from '../support/emails.js';
import { type Person, password, World } from '../support/world.js';

const world = await World.open();
const ROUNDS = 50;
/** Fifty rounds take their time where others work as well. */
const RACE = { timeout: 60_000 };
const REPEAT_MS = 10_000;

type Tokens = Omit<SignedIn, 'user'>;

const signIn = async (person: Person) =>
  world.stranger().auth.login({ body: { login: person.username, password } });

const refresh = async (refreshToken: string | null, headers: Record<string, string> = {}) => {
  const { status, body } = await world.request('POST', '/auth/refresh', { body: { refreshToken }, headers });
  return { status, tokens: body as Tokens, code: (body as Problem).code };
};

const statusWith = async (token: string) => (await world.request('GET', '/users/me', { token })).status;

describe('a refresh token', () => {
  it('gives a new pair, again and again', async () => {
    const ada = await world.person('ada');
    let { refreshToken } = await signIn(ada);
    for (let round = 0; round < 3; round += 1) {
      const { status, tokens } = await refresh(refreshToken);
      expect(status).toBe(200);
      expect(tokens.refreshToken).not.toBe(refreshToken);
      expect(await statusWith(tokens.accessToken)).toBe(200);
      refreshToken = tokens.refreshToken;
      world.clock.advance(60_000);
    }
  });

  it('gives the same new pair to two requests at once', RACE, async () => {
    const ada = await world.person('ada');
    let { refreshToken } = await signIn(ada);
    for (let round = 0; round < ROUNDS; round += 1) {
      const [one, other] = await Promise.all([refresh(refreshToken), refresh(refreshToken)]);
      expect(one.status).toBe(200);
      expect(other).toEqual(one);
      refreshToken = one.tokens.refreshToken;
    }
  });

  it('gives the same new pair again within 10 seconds, also once that is used', async () => {
    const ada = await world.person('ada');
    const { refreshToken } = await signIn(ada);
    const first = await refresh(refreshToken);
    await refresh(first.tokens.refreshToken);
    world.clock.advance(REPEAT_MS / 2);
    expect(await refresh(refreshToken)).toEqual(first);
  });

  it('ends its whole session when it comes again later, and the person is notified', async () => {
    const ada = await world.person('ada');
    const stolen = await signIn(ada);
    const { tokens } = await refresh(stolen.refreshToken);
    expect(await statusWith(tokens.accessToken)).toBe(200);
    world.clock.advance(REPEAT_MS + 1);
    expect(await refresh(stolen.refreshToken)).toMatchObject({ status: 401, code: 'session_ended' });
    expect(await refresh(tokens.refreshToken)).toMatchObject({ status: 401, code: 'session_ended' });
    for (const token of [stolen.accessToken, tokens.accessToken]) expect(await statusWith(token)).toBe(401);
    expect((await ada.api.users.me()).id).toBe(ada.id);
    const email = await emailTo(world, ada.email, 'We ended one of your sessions');
    expect(email.text).toContain(`${world.url}/settings/sessions`);
    const events = await world.rows(
      `select subject from events where name = 'session.revoked' and subject ->> 'userId' = $1`,
      [ada.id],
    );
    expect(events).toMatchObject([{ subject: { reason: 'token_reused' } }]);
  });

  it('ends its session although the thief hides behind an account and an idempotency key', async () => {
    const [ada, thief] = await Promise.all([world.person('ada'), world.person('thief')]);
    const stolen = await signIn(ada);
    const { tokens } = await refresh(stolen.refreshToken);
    world.clock.advance(REPEAT_MS + 1);
    const authorization = `Bearer ${await thief.token()}`;
    const disguise = { authorization, 'idempotency-key': 'a key' };
    expect(await refresh(stolen.refreshToken, disguise)).toMatchObject({ status: 401 });
    expect(await refresh(tokens.refreshToken)).toMatchObject({ status: 401, code: 'session_ended' });
  });

  it('ends its session once when it comes again many times at once', async () => {
    const ada = await world.person('ada');
    const { refreshToken } = await signIn(ada);
    await refresh(refreshToken);
    world.clock.advance(REPEAT_MS + 1);
    const answers = await Promise.all(Array.from({ length: 20 }, () => refresh(refreshToken)));
    expect(answers.every(({ code }) => code === 'session_ended')).toBe(true);
    const events = await world.rows(
      `select id from events where name = 'session.revoked' and subject ->> 'userId' = $1`,
      [ada.id],
    );
    expect(events).toHaveLength(1);
  });

  it('is kept nowhere as it is', async () => {
    const ada = await world.person('ada');
    const { refreshToken } = await signIn(ada);
    const { tokens } = await refresh(refreshToken);
    for (const secret of [refreshToken, tokens.refreshToken, tokens.accessToken]) {
      const found = await world.rows(
        `select 1 from refresh_tokens where position($1::bytea in hash) > 0
         union all select 1 from idempotency_keys k where k::text like '%' || $2 || '%'`,
        [Buffer.from(secret ?? ''), secret],
      );
      expect(found).toEqual([]);
    }
  });

  it.each([
    ['of nobody', 'x'.repeat(43)],
    ['that is an access token', 'a.b.c'],
    ['with odd emails', '\u2028'],
  ])('%s is refused', async (_name, token) => {
    expect(await refresh(token)).toMatchObject({ status: 401, code: 'session_ended' });
  });

  it('is wanted', async () => {
    expect((await world.request('POST', '/auth/refresh', { body: {} })).body).toMatchObject({
      code: 'session_ended',
    });
  });

  it('runs out after 30 days, and each new one lives as long', async () => {
    const ada = await world.person('ada');
    const day = 86_400_000;
    const { refreshToken } = await signIn(ada);
    world.clock.advance(29 * day);
    const { status, tokens } = await refresh(refreshToken);
    expect(status).toBe(200);
    world.clock.advance(29 * day);
    const next = await refresh(tokens.refreshToken);
    expect(next.status).toBe(200);
    world.clock.advance(30 * day);
    expect(await refresh(next.tokens.refreshToken)).toMatchObject({ status: 401, code: 'session_ended' });
  });

  it('races with the end of its session and never outlives it', RACE, async () => {
    const ada = await world.person('ada');
    for (let round = 0; round < ROUNDS; round += 1) {
      const { refreshToken } = await signIn(ada);
      const [{ tokens }] = await Promise.all([refresh(refreshToken), ada.api.auth.revokeOtherSessions()]);
      expect(await refresh(tokens.refreshToken ?? refreshToken)).toMatchObject({ code: 'session_ended' });
      if (tokens.accessToken) expect(await statusWith(tokens.accessToken)).toBe(401);
    }
  });
});
