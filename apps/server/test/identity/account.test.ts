import type { Account } from '@plaza/contract';
import { describe, expect, it } from 'vitest';
import { password, refusal, World } from '../support/world.js';

const world = await World.open();

describe('the own account', () => {
  it('changes the fields that are sent and no others', async () => {
    const ada = await world.person('ada');
    const changes = {
      displayName: 'Ada Lovelace',
      bio: 'First\nof all',
      links: ['https://example.org/ada'],
      isPrivate: true,
      locale: 'de-AT',
      timeZone: 'Europe/Vienna',
      directMessages: 'nobody',
    } satisfies Partial<Account>;
    expect(await ada.api.users.updateMe({ body: changes })).toEqual({ ...ada.account, ...changes });
    expect(await ada.api.users.updateMe({ body: { directMessages: null } })).toEqual({
      ...ada.account,
      ...changes,
      directMessages: null,
    });
    expect(await ada.api.users.updateMe({ body: {} })).toEqual(await ada.api.users.me());
  });

  it('says in the log that it changed, once and without what', async () => {
    const ada = await world.person('ada');
    await ada.api.users.updateMe({ body: { bio: 'Something' } });
    await ada.api.users.updateMe({ body: {} });
    const events = await world.rows(
      `select subject, topics from events where name = 'user.updated' and subject ->> 'userId' = $1`,
      [ada.id],
    );
    const topics = [`user:${ada.id}`, `user:${ada.id}:presence`];
    expect(events).toEqual([{ subject: { userId: ada.id }, topics }]);
  });

  it.each(['role', 'emailVerified', 'id', 'createdAt', 'email', 'status', 'pendingEmail', 'followerCount'])(
    'does not take %s',
    async (field) => {
      const ada = await world.person('ada');
      const { status, body } = await world.request('PATCH', '/users/me', {
        token: await ada.token(),
        body: { displayName: 'Changed', [field]: 'admin' },
      });
      expect(status).toBe(422);
      expect(body).toMatchObject({ errors: [{ path: field, code: 'unrecognized_keys' }] });
      expect(await ada.api.users.me()).toEqual(ada.account);
    },
  );

  it.each([
    ['displayName', ''],
    ['displayName', '\u200b\u200b'],
    ['displayName', '\u202e'],
    ['displayName', 'two\nlines'],
    ['displayName', 'x'.repeat(65)],
    ['displayName', `a${'\u0301'.repeat(500)}`],
    ['bio', 'x'.repeat(501)],
    ['links', ['javascript:alert(1)']],
    ['links', ['not a link']],
    ['links', Array.from({ length: 6 }, (_, number) => `https://example.org/${number}`)],
    ['timeZone', 'Moon/Crater'],
    ['locale', '<script>'],
    ['directMessages', 'friends'],
    ['isPrivate', 'yes'],
    ['username', 'admin'],
    ['username', 'ädmin'],
  ])('refuses %s as %j', async (field, value) => {
    const ada = await world.person('ada');
    const { status } = await world.request('PATCH', '/users/me', {
      token: await ada.token(),
      body: { [field]: value },
    });
    expect(status).toBe(422);
    expect(await ada.api.users.me()).toEqual(ada.account);
  });

  it('loses what would turn the text around it', async () => {
    const ada = await world.person('ada');
    const { displayName } = await ada.api.users.updateMe({ body: { displayName: 'Ada \u202eevil\u2069' } });
    expect(displayName).toBe('Ada evil');
  });

  it('changes its name to a free one, or its emails', async () => {
    const [ada, bob] = [await world.person('ada'), await world.person('bob')];
    const taken = ada.api.users.updateMe({ body: { username: bob.username.toUpperCase() } });
    expect(await refusal(taken)).toBe('username_taken');
    const alike = bob.username.replace('o', '0');
    expect(await refusal(ada.api.users.updateMe({ body: { username: alike } }))).toBe('username_taken');
    const username = ada.username.toUpperCase();
    expect((await ada.api.users.updateMe({ body: { username } })).username).toBe(username);
    await ada.api.users.updateMe({ body: { username: 'quite_another' } });
    expect((await bob.api.users.get({ params: { idOrUsername: 'Quite_Another' } })).id).toBe(ada.id);
    expect(await refusal(bob.api.users.get({ params: { idOrUsername: ada.username } }))).toBe('not_found');
    const { user } = await world.stranger().auth.login({ body: { login: 'quite_another', password } });
    expect(user.id).toBe(ada.id);
  });

  it('goes to one of two who want the same name at once', async () => {
    for (let round = 0; round < 10; round += 1) {
      const [ada, bob] = [await world.person('ada'), await world.person('bob')];
      const username = `wanted_${round}`;
      const outcomes = await Promise.allSettled(
        [ada, bob].map((person) => person.api.users.updateMe({ body: { username } })),
      );
      expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    }
  });
});
