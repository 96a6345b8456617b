import { expect, it } from 'vitest';
import { SigningKeys } from '../../src/modules/identity/index.js';
import { eventually, World } from '../support/world.js';

const first = await World.open();
const beside = (settings = {}) =>
  World.open({ DATABASE_URL: first.databaseUrl, DATABASE_POOL: '3', ...settings });
const statusAt = async (world: World, token: string) =>
  (await world.request('GET', '/users/me', { token })).status;
const keys = () => first.rows<{ id: string }>('select id from signing_keys order by created_at');

it('nodes that start at once on an empty database make one key between them', async () => {
  await first.rows('delete from signing_keys');
  await Promise.all([beside(), beside(), beside()]);
  expect(await keys()).toHaveLength(1);
});

it('a token counts on every node, and on none of them once its session ended on one', async () => {
  const [one, other] = await Promise.all([
    beside({ PUBLIC_URL: 'https://plaza.example.org' }),
    beside({ PUBLIC_URL: 'https://plaza.example.org' }),
  ]);
  const ada = await one.person('ada');
  const token = await ada.token();
  expect([await statusAt(one, token), await statusAt(other, token)]).toEqual([200, 200]);
  await ada.api.auth.logout();
  expect(await statusAt(one, token)).toBe(401);
  await eventually(async () => expect(await statusAt(other, token)).toBe(401), 1_500);
});

it('a token of a key made after another node started counts there too', async () => {
  const url = { PUBLIC_URL: 'https://plaza.example.org' };
  const [one, other] = await Promise.all([beside(url), beside(url)]);
  await other.server.app.get(SigningKeys, { strict: false }).rotate();
  other.clock.advance(6 * 60_000);
  one.clock.advance(6 * 60_000);
  const token = await (await other.person('bob')).token();
  expect(await statusAt(one, token)).toBe(200);
});

it('another secret key signs with a key of its own and still trusts what was signed before', async () => {
  const url = { PUBLIC_URL: 'https://plaza.example.org' };
  const before = await beside(url);
  const token = await (await before.person('carla')).token();
  const known = (await keys()).length;
  const after = await beside({ ...url, SECRET_KEY: 'quite another secret key of the same test' });
  expect(await keys()).toHaveLength(known + 1);
  expect(await statusAt(after, token)).toBe(200);
  expect(await statusAt(after, await (await after.person('dora')).token())).toBe(200);
});
