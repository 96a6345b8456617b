import type { Problem } from '@plaza/contract';
import { describe, expect, it } from 'vitest';
import { password, World } from '../support/world.js';

/** Requests name their own address: this world trusts the proxy in front of it. */
const world = await World.open({ RATE_LIMITS: 'on', TRUST_PROXY: '1' });

let addresses = 0;
/** An address that nobody has used yet. */
const newAddress = () => {
  addresses += 1;
  return `198.18.${Math.floor(addresses / 250)}.${(addresses % 250) + 1}`;
};

async function request(path: string, body: unknown, from: string) {
  const answer = await world.request('POST', path, { body, headers: { 'x-forwarded-for': from } });
  return { ...answer, code: (answer.body as Partial<Problem>).code };
}

const signIn = (login: string, secret: string, from: string) =>
  request('/auth/login', { login, password: secret }, from);

async function register(username: string, from: string): Promise<void> {
  const { status } = await request(
    '/auth/register',
    { username, email: `${username}@example.org`, password },
    from,
  );
  expect(status).toBe(201);
}

describe('whoever tries passwords', () => {
  it('for one account from many addresses is slowed down, and so is everyone there but the owner', async () => {
    const home = newAddress();
    await register('guarded', home);
    const tries = [];
    for (let number = 0; number < 20; number += 1)
      tries.push(await signIn('guarded', 'wrong one', newAddress()));
    expect(tries.slice(0, 10).every(({ code }) => code === 'invalid_credentials')).toBe(true);
    expect(tries.slice(10).every(({ code }) => code === 'rate_limited')).toBe(true);
    expect(Number(tries.at(-1)?.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await signIn('GUARDED', password, newAddress())).code).toBe('rate_limited');
    expect((await signIn('guarded', password, home)).status).toBe(200);
  });

  it('sees the same for a name that nobody has', async () => {
    const tries = [];
    for (let number = 0; number < 12; number += 1) tries.push(await signIn('nobody_here', 'x', newAddress()));
    expect(tries.map(({ code }) => code)).toEqual([
      ...Array.from({ length: 10 }, () => 'invalid_credentials'),
      'rate_limited',
      'rate_limited',
    ]);
  });

  it('for many accounts from one address is slowed down, and others there with them, but not its owners', async () => {
    const office = newAddress();
    await register('colleague', office);
    await register('visitor', newAddress());
    const tries = [];
    for (let number = 0; number < 20; number += 1)
      tries.push(await signIn(`target_${number}`, 'wrong one', office));
    expect(tries.slice(0, 15).every(({ code }) => code === 'invalid_credentials')).toBe(true);
    expect(tries.slice(15).every(({ code }) => code === 'rate_limited')).toBe(true);
    expect((await signIn('visitor', password, office)).code).toBe('rate_limited');
    expect((await signIn('colleague', password, office)).status).toBe(200);
  });

  it('many at once gets no more tries than one after the other', async () => {
    await register('crowded', newAddress());
    const tries = await Promise.all(
      Array.from({ length: 30 }, () => signIn('crowded', 'wrong one', newAddress())),
    );
    expect(tries.filter(({ code }) => code === 'invalid_credentials')).toHaveLength(10);
    expect(tries.filter(({ code }) => code === 'rate_limited')).toHaveLength(20);
  });

  it('from a known address has tries of its own, and they end too', async () => {
    const home = newAddress();
    await register('forgetful', home);
    const tries = [];
    for (let number = 0; number < 11; number += 1) tries.push(await signIn('forgetful', 'wrong one', home));
    expect(tries.map(({ code }) => code).lastIndexOf('invalid_credentials')).toBe(9);
    expect(tries.at(-1)?.code).toBe('rate_limited');
    expect((await signIn('forgetful', password, newAddress())).status).toBe(200);
  });

  it('within one IPv6 network is known and counted as one', async () => {
    await register('modern', '2001:db8:1:1::1');
    for (let number = 0; number < 12; number += 1) await signIn('modern', 'wrong one', newAddress());
    expect((await signIn('modern', password, '2001:db8:1:1:ffff::2')).status).toBe(200);
    expect((await signIn('modern', password, '2001:db8:1:2::1')).code).toBe('rate_limited');
  });

  it('is not helped by a session that was taken from its owner', async () => {
    const [home, thief] = [newAddress(), newAddress()];
    await register('robbed', home);
    expect((await signIn('robbed', password, thief)).status).toBe(200);
    await world.rows(
      `update sessions set revoked_at = now(), revoked_reason = 'token_reused' where ip = $1::inet`,
      [thief],
    );
    for (let number = 0; number < 10; number += 1) await signIn('robbed', 'wrong one', newAddress());
    expect((await signIn('robbed', password, thief)).code).toBe('rate_limited');
  });
});

it('does not count those who know their password', async () => {
  await register('diligent', newAddress());
  for (let number = 0; number < 15; number += 1) {
    expect((await signIn('diligent', password, newAddress())).status).toBe(200);
  }
});

it('slows down who asks for mail to one address, whether it is known or not', async () => {
  await register('popular', newAddress());
  for (const email of ['popular@example.org', 'nobody.at.all@example.org']) {
    const answers = [];
    for (let number = 0; number < 6; number += 1) {
      answers.push(await request('/auth/password/forgot', { email }, newAddress()));
    }
    expect(answers.map(({ status }) => status)).toEqual([202, 202, 202, 202, 202, 429]);
  }
});

it('believes no address that a client names where no proxy is trusted', async () => {
  const open = await World.open({ RATE_LIMITS: 'on' });
  const person = await open.person('ada');
  const tries = [];
  for (let number = 0; number < 16; number += 1) {
    const { body } = await open.request('POST', '/auth/login', {
      body: { login: `somebody_${number}`, password: 'wrong one' },
      headers: { 'x-forwarded-for': newAddress() },
    });
    tries.push((body as Problem).code);
  }
  expect(tries.at(-1)).toBe('rate_limited');
  expect((await person.api.auth.sessions()).items).toMatchObject([{ ip: '127.0.0.1' }]);
});
