import { hash as bcrypt } from '@node-rs/bcrypt';
import { createClient, Session } from '@plaza/sdk';
import { describe, expect, it } from 'vitest';
import { type Person, password, refusal, World } from '../support/world.js';

const world = await World.open();

const signIn = (login: string, secret = password) =>
  world.stranger().auth.login({ body: { login, password: secret } });

const hashOf = async (person: Person) => {
  const [row] = await world.rows<{ password_hash: string }>(
    'select password_hash from credentials where user_id = $1',
    [person.id],
  );
  return row?.password_hash ?? '';
};

describe('signing in', () => {
  it('works by username and by e-mail, however they are written', async () => {
    const ada = await world.person('Ada');
    for (const login of [ada.username, ada.username.toUpperCase(), ada.email, ada.email.toUpperCase()]) {
      expect((await signIn(login)).user.id).toBe(ada.id);
    }
  });

  it('refuses a wrong password and an unknown name in the same words', async () => {
    const ada = await world.person('ada');
    const attempts = [
      { login: ada.username, password: 'wrong password' },
      { login: ada.email, password: 'wrong password' },
      { login: 'nobody_at_all', password },
      { login: 'nobody@example.org', password },
      { login: '\u2028', password: 'x' },
    ];
    const answers = await Promise.all(attempts.map((body) => world.request('POST', '/auth/login', { body })));
    const bodies = answers.map(({ status, body }) => ({ status, ...(body as object), requestId: '' }));
    expect(new Set(bodies.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(bodies[0]).toMatchObject({ status: 401, code: 'invalid_credentials' });
  });

  it('hashes with Argon2id', async () => {
    const ada = await world.person('ada');
    expect(await hashOf(ada)).toMatch(/^\$argon2id\$v=19\$m=1024,t=1,p=1\$/);
  });

  it('takes the password in any normal form of its emails', async () => {
    const body = { username: 'accented', email: 'accented@example.org', password: 'caf\u00e9 au lait' };
    await world.stranger().auth.register({ body });
    expect((await signIn('accented', 'cafe\u0301 au lait')).user.username).toBe('accented');
  });

  it('knows the hashes of an import and makes them anew, also for two at once', async () => {
    const ada = await world.person('ada');
    await world.rows('update credentials set password_hash = $2 where user_id = $1', [
      ada.id,
      await bcrypt('imported password', { cost: 4 }),
    ]);
    expect(await refusal(signIn(ada.username, 'another password'))).toBe('invalid_credentials');
    expect(await hashOf(ada)).toMatch(/^\$2/);
    await Promise.all([1, 2, 3].map(() => signIn(ada.username, 'imported password')));
    expect(await hashOf(ada)).toMatch(/^\$argon2id\$/);
    expect((await signIn(ada.username, 'imported password')).user.id).toBe(ada.id);
  });

  it('makes hashes of another cost anew', async () => {
    const ada = await world.person('ada');
    const dear = '$argon2id$v=19$m=2048,t=1,p=1$';
    const { hash } = await import('@node-rs/argon2');
    await world.rows('update credentials set password_hash = $2 where user_id = $1', [
      ada.id,
      await hash(password, { memoryCost: 2048, timeCost: 1, parallelism: 1 }),
    ]);
    expect(await hashOf(ada)).toContain(dear);
    await signIn(ada.username);
    expect(await hashOf(ada)).toContain('m=1024,t=1,p=1');
  });

  it('is refused to suspended accounts, once the password is right', async () => {
    const ada = await world.person('ada');
    await world.rows(`update users set status = 'suspended' where id = $1`, [ada.id]);
    expect(await refusal(signIn(ada.username))).toBe('forbidden');
    expect(await refusal(signIn(ada.username, 'wrong password'))).toBe('invalid_credentials');
  });
});

describe('a web page of this origin', () => {
  const cookieOf = (headers: Headers) =>
    headers.getSetCookie().find((cookie) => cookie.startsWith('plaza-refresh='));
  const login = async (person: Person, origin?: string) =>
    world.request('POST', '/auth/login', {
      body: { login: person.username, password, refreshTokenIn: 'cookie' },
      headers: origin ? { origin } : {},
    });

  it('keeps the refresh token where no script reads it', async () => {
    const ada = await world.person('ada');
    const { status, body, headers } = await login(ada, world.url);
    expect(status).toBe(200);
    expect(body).toMatchObject({ refreshToken: null, user: { id: ada.id } });
    expect(cookieOf(headers)).toMatch(/; Path=\/; Expires=.*; HttpOnly; SameSite=Strict$/);
  });

  it('is the only operation that sets or reads the cookie, and a refusal opens no session', async () => {
    const ada = await world.person('ada');
    for (const origin of [undefined, 'https://evil.example', 'null', 'http://localhost:1']) {
      expect((await login(ada, origin)).body).toMatchObject({ status: 403, code: 'origin_refused' });
    }
    const sessions = await world.rows('select id from sessions where user_id = $1', [ada.id]);
    expect(sessions).toHaveLength(1);
    const cookie = cookieOf((await login(ada, world.url)).headers)?.split(';')[0] ?? '';
    const refused = await world.request('POST', '/auth/refresh', { body: {}, headers: { cookie } });
    expect(refused.body).toMatchObject({ code: 'origin_refused' });
    const renewed = await world.request('POST', '/auth/refresh', {
      body: {},
      headers: { cookie, origin: world.url },
    });
    expect(renewed.status).toBe(200);
    expect(renewed.body).toMatchObject({ refreshToken: null });
    expect(cookieOf(renewed.headers)).toBeDefined();
    expect(cookieOf(renewed.headers)).not.toContain(cookie);
  });

  it('forgets the cookie of a session that ended', async () => {
    const ada = await world.person('ada');
    const cookie = cookieOf((await login(ada, world.url)).headers)?.split(';')[0] ?? '';
    await ada.api.auth.revokeOtherSessions();
    const { status, headers } = await world.request('POST', '/auth/refresh', {
      body: {},
      headers: { cookie, origin: world.url },
    });
    expect(status).toBe(401);
    expect(cookieOf(headers)).toMatch(/^plaza-refresh=; .*Expires=Thu, 01 Jan 1970/);
  });
});

it('goes on with a session through the SDK', async () => {
  const session = new Session({ baseUrl: world.url });
  const api = createClient({ baseUrl: world.url, session });
  const ada = await world.person('ada');
  await api.auth.login({ body: { login: ada.username, password } });
  expect((await api.users.me()).id).toBe(ada.id);
  const before = await session.accessToken();
  world.clock.advance(16 * 60_000);
  expect((await api.users.me()).id).toBe(ada.id);
  expect(await session.accessToken()).not.toBe(before);
});
