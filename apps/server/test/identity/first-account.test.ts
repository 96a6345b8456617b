import { expect, it } from 'vitest';
import { password, refusal, World } from '../support/world.js';

const ROUNDS = 50;
/** Fifty rounds take their time where others work as well. */
const RACE = { timeout: 60_000 };

it(
  'makes the first account of an empty instance its administrator, exactly one of many at once',
  RACE,
  async () => {
    const world = await World.open();
    for (let round = 0; round < ROUNDS; round += 1) {
      await world.rows('delete from users');
      const people = await Promise.all([1, 2, 3].map((number) => world.person(`race_${round}_${number}`)));
      expect(people.map(({ account }) => account.role).sort()).toEqual(['admin', 'user', 'user']);
    }
  },
);

it('lets nobody register where registration is closed', async () => {
  const world = await World.open({ REGISTRATION: 'closed' });
  const body = { username: 'somebody', email: 'somebody@example.org', password };
  expect(await refusal(world.stranger().auth.register({ body }))).toBe('registration_closed');
  expect(await world.rows('select id from users')).toEqual([]);
});
