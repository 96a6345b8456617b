import { describe, expect, it } from 'vitest';
import { World } from '../support/world.js';

/** What hashing costs in life. */
const world = await World.open({ ARGON2_MEMORY_KIB: '19456', ARGON2_PASSES: '2' });
const TRIES = 200;

async function timed(path: string, body: unknown): Promise<number> {
  const began = performance.now();
  await world.request('POST', path, { body });
  return performance.now() - began;
}

/** The usual times of two kinds of request; each follows each as often, so both meet the same noise. */
async function compare(path: string, one: unknown, other: unknown): Promise<[number, number]> {
  const times = new Map<unknown, number[]>([
    [one, []],
    [other, []],
  ]);
  for (let warmUp = 0; warmUp < 20; warmUp += 1) await timed(path, warmUp % 2 ? one : other);
  for (let round = 0; round < TRIES / 2; round += 1) {
    for (const body of [one, other, other, one]) times.get(body)?.push(await timed(path, body));
  }
  return [median(times.get(one) ?? []), median(times.get(other) ?? [])];
}

function median(times: number[]): number {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? Number.NaN;
}

describe('the time of an answer', () => {
  it('is the same for an unknown name and a wrong password', { retry: 2, timeout: 60_000 }, async () => {
    const ada = await world.person('ada');
    const [wrong, unknown] = await compare(
      '/auth/login',
      { login: ada.username, password: 'wrong password' },
      { login: `${ada.username}x`, password: 'wrong password' },
    );
    expect(Math.abs(wrong / unknown - 1)).toBeLessThan(0.05);
  });

  it('is the same for known and unknown addresses', {
    retry: 2,
    timeout: 60_000,
  }, async () => {
    const ada = await world.person('ada');
    const [known, unknown] = await compare(
      '/auth/password/forgot',
      { email: ada.email },
      { email: `nobody.${ada.email}` },
    );
    expect(Math.abs(known / unknown - 1)).toBeLessThan(0.1);
  });
});
