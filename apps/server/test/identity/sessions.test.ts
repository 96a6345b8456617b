import { createClient, Session } from '@plaza/sdk';
import { describe, expect, it } from 'vitest';
import { eventually, type Person, password, refusal, World } from '../support/world.js';

const world = await World.open();
const MINUTE_MS = 60_000;

/** The same person on another device. */
async function elsewhere(person: Person, device = 'another device'): Promise<Person> {
  const session = new Session({ baseUrl: world.url });
  const { body } = await world.request('POST', '/auth/login', {
    body: { login: person.username, password },
    headers: { 'user-agent': device },
  });
  session.start(body as Parameters<Session['start']>[0]);
  const api = createClient({ baseUrl: world.url, session });
  return { ...person, session, api, token: async () => (await session.accessToken()) ?? '' };
}

const statusWith = async (token: string) => (await world.request('GET', '/users/me', { token })).status;
const sessionsOf = async (person: Person) => (await person.api.auth.sessions()).items;

describe('sessions', () => {
  it('are listed with device, address and activity, newest first', async () => {
    const ada = await world.person('ada');
    world.clock.advance(MINUTE_MS);
    const phone = await elsewhere(ada, 'Phone/1.0');
    const sessions = await sessionsOf(phone);
    expect(sessions).toMatchObject([
      { device: 'Phone/1.0', ip: '127.0.0.1', isCurrent: true },
      { ip: '127.0.0.1', isCurrent: false },
    ]);
    expect((await sessionsOf(ada)).map(({ isCurrent }) => isCurrent)).toEqual([false, true]);
  });

  it('are listed page by page', async () => {
    const ada = await world.person('ada');
    for (let device = 1; device <= 4; device += 1) await elsewhere(ada, `Device/${device}`);
    const first = await ada.api.auth.sessions({ query: { limit: 3 } });
    const second = await ada.api.auth.sessions({ query: { limit: 3, cursor: first.nextCursor ?? '' } });
    expect(first.items).toHaveLength(3);
    expect(second.items).toHaveLength(2);
    expect(second.nextCursor).toBeNull();
    expect(new Set([...first.items, ...second.items].map(({ id }) => id)).size).toBe(5);
    const bob = await world.person('bob');
    const stolen = bob.api.auth.sessions({ query: { cursor: first.nextCursor ?? '' } });
    expect(await refusal(stolen)).toBe('cursor_invalid');
  });

  it('remember their last activity to the minute', async () => {
    const ada = await world.person('ada');
    const [before] = await sessionsOf(ada);
    world.clock.advance(2 * MINUTE_MS);
    await eventually(async () => {
      const [after] = await sessionsOf(ada);
      expect(Date.parse(after?.lastSeenAt ?? '')).toBeGreaterThan(Date.parse(before?.lastSeenAt ?? ''));
    });
  });

  it('end by signing out, at once', async () => {
    const ada = await world.person('ada');
    const phone = await elsewhere(ada);
    const token = await phone.token();
    expect(await statusWith(token)).toBe(200);
    await phone.api.auth.logout();
    expect(await statusWith(token)).toBe(401);
    expect(await statusWith(await ada.token())).toBe(200);
    expect(await sessionsOf(ada)).toHaveLength(1);
  });

  it('end one by one or all but this, at once', async () => {
    const ada = await world.person('ada');
    const [phone, tablet, laptop] = await Promise.all([elsewhere(ada), elsewhere(ada), elsewhere(ada)]);
    const tokens = await Promise.all([phone, tablet, laptop].map((device) => device.token()));
    for (const token of tokens) expect(await statusWith(token)).toBe(200);
    const phoneSession = (await sessionsOf(phone)).find(({ isCurrent }) => isCurrent);
    await ada.api.auth.revokeSession({ params: { sessionId: phoneSession?.id ?? ('' as never) } });
    expect(await statusWith(tokens[0] ?? '')).toBe(401);
    expect(await statusWith(tokens[1] ?? '')).toBe(200);
    await ada.api.auth.revokeOtherSessions();
    for (const token of tokens) expect(await statusWith(token)).toBe(401);
    expect(await sessionsOf(ada)).toMatchObject([{ isCurrent: true }]);
  });

  it('of others are not there, and neither are those that ended', async () => {
    const [ada, bob] = [await world.person('ada'), await world.person('bob')];
    const [own] = await sessionsOf(ada);
    const sessionId = own?.id ?? ('' as never);
    expect(await refusal(bob.api.auth.revokeSession({ params: { sessionId } }))).toBe('not_found');
    expect(await statusWith(await ada.token())).toBe(200);
    const phone = await elsewhere(ada);
    const ended = (await sessionsOf(phone)).find(({ isCurrent }) => isCurrent);
    await phone.api.auth.logout();
    const again = ada.api.auth.revokeSession({ params: { sessionId: ended?.id ?? ('' as never) } });
    expect(await refusal(again)).toBe('not_found');
  });

  it('end within a second when another node ended them', async () => {
    const ada = await world.person('ada');
    const token = await ada.token();
    expect(await statusWith(token)).toBe(200);
    await world.rows('update sessions set revoked_at = now() where user_id = $1', [ada.id]);
    await eventually(async () => expect(await statusWith(token)).toBe(401), 1_500);
  });

  it('of suspended and deleted accounts end within a second', async () => {
    const [ada, bob] = [await world.person('ada'), await world.person('bob')];
    const [token, other] = [await ada.token(), await bob.token()];
    expect([await statusWith(token), await statusWith(other)]).toEqual([200, 200]);
    await world.rows(`update users set status = 'suspended' where id = $1`, [ada.id]);
    await world.rows('delete from users where id = $1', [bob.id]);
    await eventually(async () => expect(await statusWith(token)).toBe(401), 1_500);
    await eventually(async () => expect(await statusWith(other)).toBe(401), 1_500);
  });

  it('say in the log why they ended', async () => {
    const ada = await world.person('ada');
    const phone = await elsewhere(ada);
    await phone.api.auth.logout();
    await elsewhere(ada);
    await ada.api.auth.revokeOtherSessions();
    const events = await world.rows<{ reason: string; count: number; topics: string[] }>(
      `select subject ->> 'reason' as reason, jsonb_array_length(subject -> 'sessionIds') as count, topics
       from events where name = 'session.revoked' and subject ->> 'userId' = $1 order by at, id`,
      [ada.id],
    );
    const topics = [`user:${ada.id}`];
    expect(events).toEqual([
      { reason: 'signed_out', count: 1, topics },
      { reason: 'revoked', count: 1, topics },
    ]);
  });
});
