import { describe, expect, it } from 'vitest';
import { type Person, password, World } from '../support/world.js';

/** What hashing costs in life. */
const world = await World.open({ ARGON2_MEMORY_KIB: '19456', ARGON2_PASSES: '2' });
const BURST_MS = 3_000;

function percentile(times: number[], share: number): number {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length * share)] ?? Number.NaN;
}

describe('a burst of sign-ins', () => {
  /** How long other requests take from now on. */
  async function timesUntil(end: number, token: string): Promise<number[]> {
    const times: number[] = [];
    while (performance.now() < end) {
      const began = performance.now();
      await world.request('GET', '/users/me', { token });
      times.push(performance.now() - began);
    }
    return times;
  }

  const signIn = (person: Person) =>
    world.request('POST', '/auth/login', { body: { login: person.username, password } });

  it('leaves other requests their time', { retry: 2, timeout: 60_000 }, async () => {
    const ada = await world.person('ada');
    const token = await ada.token();
    const before = await timesUntil(performance.now() + 1_000, token);
    const end = performance.now() + BURST_MS;
    const statuses: number[] = [];
    const signingIn = Array.from({ length: 20 }, async () => {
      while (performance.now() < end) statuses.push((await signIn(ada)).status);
    });
    const during = await timesUntil(end, token);
    await Promise.all(signingIn);
    expect(statuses.every((status) => status === 200)).toBe(true);
    expect(percentile(during, 0.99)).toBeLessThan(Math.max(50, 5 * percentile(before, 0.99)));
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
