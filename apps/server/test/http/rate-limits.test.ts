import { expect, it } from 'vitest';
import { World } from '../support/world.js';

const world = await World.open({ RATE_LIMITS: 'on' });

it('says what is left, and when to come back', async () => {
  const { headers } = await world.request('GET', '/posts');
  expect(headers.get('ratelimit-policy')).toBe('"read";q=600;w=60');
  expect(headers.get('ratelimit')).toMatch(/^"read";r=\d+;t=\d+$/);
});

it('slows an address down that tries one token after the other', async () => {
  const statuses: number[] = [];
  for (let attempt = 0; attempt < 125; attempt += 1) {
    const { status, headers } = await world.request('GET', '/users/me', { token: `guess${attempt}` });
    statuses.push(status);
    if (status === 429) expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
  }
  expect(statuses.slice(0, 120).every((status) => status === 401)).toBe(true);
  expect(statuses.slice(120)).toEqual([429, 429, 429, 429, 429]);
});
