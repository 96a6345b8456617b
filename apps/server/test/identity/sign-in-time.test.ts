import { describe, expect, it } from 'vitest';
import { type Person, password, World } from '../support/world.js';

/** What hashing costs in life. */
const world = await World.open({ ARGON2_MEMORY_KIB: '19456', ARGON2_PASSES: '2' });
const TRIES = 200;
const BURST_MS = 3_000;

async function timed(path: string, body: unknown): Promise<number> {
  const began = performance.now();
  await world.request('POST', path, { body });
  return performance.now() - began;
}

/** The mean times of two kinds of request, without the slowest tenth; each follows each as often, so both meet the same noise. */
async function compare(path: string, one: unknown, other: unknown): Promise<[number, number]> {
  const times = new Map<unknown, number[]>([
    [one, []],
    [other, []],
  ]);
  for (let warmUp = 0; warmUp < 20; warmUp += 1) await timed(path, warmUp % 2 ? one : other);
  for (let round = 0; round < TRIES / 2; round += 1) {
    for (const body of [one, other, other, one]) times.get(body)?.push(await timed(path, body));
  }
  return [trimmedMean(times.get(one) ?? []), trimmedMean(times.get(other) ?? [])];
}

function trimmedMean(times: number[]): number {
  const kept = times.toSorted((a, b) => a - b).slice(0, Math.ceil(times.length * 0.9));
  return kept.reduce((sum, time) => sum + time, 0) / kept.length;
}

function percentile(times: number[], share: number): number {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length * share)] ?? Number.NaN;
}

describe('the time of an answer', () => {
  it('does not tell an unknown name from a wrong password', { retry: 2 }, async () => {
    const ada = await world.person('ada');
    const [wrong, unknown] = await compare(
      '/auth/login',
      { login: ada.username, password: 'wrong password' },
      { login: `${ada.username}x`, password: 'wrong password' },
    );
    expect(Math.abs(wrong / unknown - 1)).toBeLessThan(0.05);
  });

  it('does not tell whether an address is known to whom it belongs is mailed', { retry: 2 }, async () => {
    const ada = await world.person('ada');
    const [known, unknown] = await compare(
      '/auth/password/forgot',
      { email: ada.email },
      { email: `nobody.${ada.email}` },
    );
    expect(Math.abs(known / unknown - 1)).toBeLessThan(0.1);
  });
});

describe('a burst of sign-ins', () => {
  const signIn = (person: Person) =>
    world.request('POST', '/auth/login', { body: { login: person.username, password } });

  it('leaves other requests their time', { retry: 2 }, async () => {
    const ada = await world.person('ada');
    const token = await ada.token();
    const end = performance.now() + BURST_MS;
    const statuses: number[] = [];
    const signingIn = Array.from({ length: 20 }, async () => {
      while (performance.now() < end) statuses.push((await signIn(ada)).status);
    });
    const times: number[] = [];
    while (performance.now() < end) {
      const began = performance.now();
      await world.request('GET', '/users/me', { token });
      times.push(performance.now() - began);
    }
    await Promise.all(signingIn);
    expect(statuses.every((status) => status === 200)).toBe(true);
    expect(percentile(times, 0.99)).toBeLessThan(50);
  });

  it('that is too large is refused in part, with the time to come back', async () => {
    const ada = await world.person('ada');
    const answers = await Promise.all(Array.from({ length: 300 }, () => signIn(ada)));
    const refused = answers.filter(({ status }) => status !== 200);
    expect(refused.length).toBeGreaterThan(0);
    expect(answers.length - refused.length).toBeGreaterThanOrEqual(100);
    for (const { body, headers } of refused) {
      expect(body).toMatchObject({ status: 503, code: 'unavailable' });
      expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
    }
  });
});
