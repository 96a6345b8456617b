import { createHash } from 'node:crypto';
import { createClient, Session } from '@plaza/sdk';
import { describe, expect, it } from 'vitest';
import { emailsTo, emailTo, linkIn, tokenIn } from '../support/emails.js';
import { type Person, password, refusal, World } from '../support/world.js';

const world = await World.open();
const ROUNDS = 50;
/** Fifty rounds take their time where others work as well. */
const RACE = { timeout: 60_000 };
const HOUR_MS = 3_600_000;
const RESET = 'Choose a new password';
const next = 'another horse battery';

const statusWith = async (token: string) => (await world.request('GET', '/users/me', { token })).status;

const signIn = (person: Person, secret: string) =>
  world.stranger().auth.login({ body: { login: person.username, password: secret } });

const change = (person: Person, currentPassword: string, newPassword: string) =>
  person.api.auth.changePassword({ body: { currentPassword, newPassword } });

const reset = (token: string, secret = next) =>
  world.stranger().auth.resetPassword({ body: { token, password: secret } });

async function resetToken(person: Person, count = 1): Promise<string> {
  await world.stranger().auth.forgotPassword({ body: { email: person.email } });
  return tokenIn(await emailTo(world, person.email, RESET, count));
}

describe('changing the password', () => {
  it('ends all other sessions at once and notifies the person', async () => {
    const ada = await world.person('ada');
    const { accessToken } = await signIn(ada, password);
    expect(await statusWith(accessToken)).toBe(200);
    await change(ada, password, next);
    expect(await statusWith(accessToken)).toBe(401);
    expect(await statusWith(await ada.token())).toBe(200);
    expect(await refusal(signIn(ada, password))).toBe('invalid_credentials');
    expect((await signIn(ada, next)).user.id).toBe(ada.id);
    await emailTo(world, ada.email, 'Your password was changed');
  });

  it('wants the present one, and a new one that is not tried first', async () => {
    const ada = await world.person('ada');
    expect(await refusal(change(ada, 'wrong password', next))).toBe('invalid_credentials');
    const common = await world.request('POST', '/auth/password/change', {
      token: await ada.token(),
      body: { currentPassword: password, newPassword: 'password1' },
    });
    expect(common.body).toMatchObject({ errors: [{ path: 'newPassword', code: 'common_password' }] });
    expect((await signIn(ada, password)).user.id).toBe(ada.id);
  });

  it('leaves no session to a sign-in with the old one that comes at the same time', RACE, async () => {
    const ada = await world.person('ada');
    let current = password;
    for (let round = 0; round < ROUNDS; round += 1) {
      const upcoming = `password of round ${round}`;
      const [attempt] = await Promise.allSettled([signIn(ada, current), change(ada, current, upcoming)]);
      if (attempt.status === 'fulfilled') expect(await statusWith(attempt.value.accessToken)).toBe(401);
      current = upcoming;
    }
    expect((await ada.api.auth.sessions()).items).toHaveLength(1);
  });

  it('leaves nothing in the database by which a password could be tried out fast', async () => {
    const ada = await world.person('ada');
    const input = { body: { currentPassword: password, newPassword: next } };
    await ada.api.auth.changePassword(input);
    const kept = await world.rows<{ request_hash: Buffer }>(
      'select request_hash from idempotency_keys where user_id = $1',
      [ada.id],
    );
    const fast = createHash('sha256')
      .update(JSON.stringify(['auth.changePassword', input]))
      .digest();
    expect(kept.map((row) => row.request_hash.equals(fast))).toEqual([false]);
  });

  it('lets one of two changes at once win', async () => {
    const ada = await world.person('ada');
    const outcomes = await Promise.allSettled([
      change(ada, password, 'first new password'),
      change(ada, password, 'second new password'),
    ]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });
});

describe('a forgotten password', () => {
  it('is set anew by a link that was mailed, which ends all sessions and proves the address', async () => {
    const ada = await world.person('ada');
    const token = await resetToken(ada);
    await reset(token);
    expect(await statusWith(await ada.session.accessToken().then(String))).toBe(401);
    const { user } = await signIn(ada, next);
    expect(user).toMatchObject({ id: ada.id, emailVerified: true });
    await emailTo(world, ada.email, 'Your password was changed');
  });

  it('is answered alike for addresses that exist and do not, and mails only to those', async () => {
    const ada = await world.person('ada');
    const answers = await Promise.all(
      [ada.email, ada.email.toUpperCase(), 'nobody@example.org'].map((email) =>
        world.request('POST', '/auth/password/forgot', { body: { email } }),
      ),
    );
    expect(answers.map(({ status, body }) => [status, body])).toEqual([
      [202, ''],
      [202, ''],
      [202, ''],
    ]);
    await emailTo(world, ada.email, RESET, 2);
    expect(await emailsTo(world, 'nobody@example.org')).toEqual([]);
  });

  it('takes its link from the settings, whatever host the request names', async () => {
    const ada = await world.person('ada');
    await world.request('POST', '/auth/password/forgot', {
      body: { email: ada.email },
      headers: {
        'x-forwarded-host': 'evil.example',
        forwarded: 'host=evil.example',
        origin: 'https://evil.example',
      },
    });
    const link = linkIn(await emailTo(world, ada.email, RESET));
    expect(link.origin).toBe(world.url);
    expect(link.pathname).toBe('/reset');
  });

  it('lets a link work once, of two at once as well', async () => {
    const ada = await world.person('ada');
    for (let round = 1; round <= 5; round += 1) {
      const token = await resetToken(ada, round);
      const outcomes = await Promise.allSettled([
        reset(token, `new password ${round} a`),
        reset(token, `new password ${round} b`),
      ]);
      expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
      expect(await refusal(reset(token))).toBe('token_invalid');
    }
  });

  it('makes every other link worthless once one is used, or the password is changed', async () => {
    const ada = await world.person('ada');
    const [first, second] = [await resetToken(ada), await resetToken(ada, 2)];
    await reset(second);
    expect(await refusal(reset(first))).toBe('token_invalid');
    const third = await resetToken(ada, 3);
    const session = new Session({ baseUrl: world.url });
    const api = createClient({ baseUrl: world.url, session });
    await api.auth.login({ body: { login: ada.username, password: next } });
    await api.auth.changePassword({ body: { currentPassword: next, newPassword: password } });
    expect(await refusal(reset(third))).toBe('token_invalid');
  });

  it('is refused in the same words after its hour, after a change of address, and for made-up links', async () => {
    const [ada, bob, carla] = [
      await world.person('ada'),
      await world.person('bob'),
      await world.person('carla'),
    ];
    const late = await resetToken(ada);
    world.clock.advance(HOUR_MS + 1_000);
    const moved = await resetToken(bob);
    const email = `new.${bob.email}`;
    await bob.api.auth.changeEmail({ body: { email, currentPassword: password } });
    const proof = tokenIn(await emailTo(world, email, 'Confirm your e-mail address'));
    await world.stranger().auth.verifyEmail({ body: { token: proof } });
    const verification = tokenIn(await emailTo(world, carla.email, 'Confirm your e-mail address'));
    const answers = await Promise.all(
      [late, moved, verification, 'x'.repeat(43), '\u2028'].map((token) =>
        world.request('POST', '/auth/password/reset', { body: { token, password: next } }),
      ),
    );
    const bodies = answers.map(({ status, body }) => ({ status, ...(body as object), requestId: '' }));
    expect(new Set(bodies.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(bodies[0]).toMatchObject({ status: 400, code: 'token_invalid' });
    expect((await signIn(carla, password)).user.emailVerified).toBe(false);
  });

  it('keeps its link when the new password cannot be taken', async () => {
    const ada = await world.person('ada');
    const token = await resetToken(ada);
    expect(await refusal(reset(token, 'password1'))).toBe('invalid_input');
    expect(await refusal(reset(token, ada.username))).toBe('invalid_input');
    await reset(token);
    expect((await signIn(ada, next)).user.id).toBe(ada.id);
  });
});
