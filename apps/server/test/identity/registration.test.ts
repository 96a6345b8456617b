import type { Problem } from '@plaza/contract';
import { describe, expect, it } from 'vitest';
import { emailTo, linkIn } from '../support/emails.js';
import { password, refusal, World } from '../support/world.js';

const world = await World.open();
const ROUNDS = 50;
/** Fifty rounds take their time where others work as well. */
const RACE = { timeout: 60_000 };

const registration = (username: string, email = `${username}@example.org`) => ({
  body: { username, email, password },
});

describe('registering', () => {
  it('gives an account that is signed in at once, and mails the proof of its address', async () => {
    const ada = await world.person('ada');
    expect(ada.account).toMatchObject({
      username: ada.username,
      displayName: ada.username,
      email: ada.email,
      emailVerified: false,
      pendingEmail: null,
      directMessages: null,
      isPrivate: false,
    });
    expect(await ada.api.users.me()).toEqual(ada.account);
    const email = await emailTo(world, ada.email, 'Confirm your e-mail address');
    expect(linkIn(email).origin + linkIn(email).pathname).toBe(`${world.url}/verify`);
    expect(email.html).toContain(linkIn(email).href);
  });

  it.each([
    'Admin',
    'ADMIN',
    'аdmin',
    'ädmin',
    'ada.',
    'me',
    'x',
    'x'.repeat(33),
    'ada😀',
    'null',
    '..',
    '',
    'a b c',
    'ada\u0000',
    '__adm1n__',
  ])('refuses the username %j', async (username) => {
    const { status, body } = await world.request('POST', '/auth/register', {
      body: registration(username, 'somebody@example.org').body,
    });
    expect(status).toBe(422);
    expect(body).toMatchObject({ code: 'invalid_input' });
    expect((body as Problem).errors?.map(({ path }) => path)).toContain('username');
  });

  it('gives a name once, however it is written', async () => {
    const suffix = Date.now().toString(36);
    const taken = `Million_${suffix}`;
    await world.stranger().auth.register(registration(taken));
    for (const alike of [
      taken.toLowerCase(),
      taken.replace('ll', '1l'),
      taken.replace('M', 'rn'),
      `Mi11ion__${suffix}`,
    ]) {
      const attempt = world.stranger().auth.register(registration(alike, `${alike}.2@example.org`));
      expect(await refusal(attempt)).toBe('username_taken');
    }
  });

  it('gives an address once, however it is written', async () => {
    const ada = await world.person('ada');
    const attempt = world.stranger().auth.register(registration('somebody_else', ada.email.toUpperCase()));
    expect(await refusal(attempt)).toBe('email_taken');
  });

  it.each(['password1', 'PASSWORD1', 'iloveyou', 'football'])(
    'refuses the common password %s',
    async (common) => {
      const { status, body } = await world.request('POST', '/auth/register', {
        body: { ...registration('somebody_careless').body, password: common },
      });
      expect(status).toBe(422);
      expect(body).toMatchObject({ errors: [{ path: 'password', code: 'common_password' }] });
    },
  );

  it('refuses the own name as the password', async () => {
    const { status, body } = await world.request('POST', '/auth/register', {
      body: { ...registration('somebody_lazy').body, password: 'Somebody_Lazy' },
    });
    expect(status).toBe(422);
    expect(body).toMatchObject({ errors: [{ path: 'password', code: 'own_name' }] });
  });

  it.each([
    ['too short', '1234567'],
    ['longer than 1 KiB', 'x'.repeat(1_025)],
    ['longer than 1 KiB in bytes', 'ä'.repeat(600)],
    ['as long as a request may be', 'x'.repeat(1_048_000)],
  ])('refuses a password that is %s before any hashing', async (_name, password) => {
    const began = performance.now();
    const { status } = await world.request('POST', '/auth/register', {
      body: { ...registration('somebody_long').body, password },
    });
    expect(status).toBe(422);
    expect(performance.now() - began).toBeLessThan(1_000);
  });

  it('leaves nothing behind when it is refused', async () => {
    const before = await world.rows('select count(*)::int as users from users');
    const ada = await world.person('ada');
    await refusal(world.stranger().auth.register(registration('another_name', ada.email)));
    await refusal(world.stranger().auth.register(registration(ada.username, 'another@example.org')));
    const [after] = await world.rows<{ users: number }>('select count(*)::int as users from users');
    expect(after?.users).toBe(Number(before[0]?.users) + 1);
    const orphans = await world.rows(
      `select 1 from sessions left join users on users.id = user_id where users.id is null`,
    );
    expect(orphans).toEqual([]);
  });

  it('lets one of two have a name, and one of two an address, when both come at once', RACE, async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const name = `race_${round}`;
      const outcomes = await Promise.all([
        world.request('POST', '/auth/register', { body: registration(name, `${name}.a@example.org`).body }),
        world.request('POST', '/auth/register', { body: registration(name, `${name}.b@example.org`).body }),
        world.request('POST', '/auth/register', {
          body: registration(`${name}_c`, `${name}@example.org`).body,
        }),
        world.request('POST', '/auth/register', {
          body: registration(`${name}_d`, `${name}@example.org`).body,
        }),
      ]);
      const codes = outcomes.map(({ status, body }) => (status === 201 ? 201 : (body as Problem).code));
      expect(codes.slice(0, 2).sort()).toEqual([201, 'username_taken']);
      expect(codes.slice(2).sort()).toEqual([201, 'email_taken']);
    }
  });
});
