import { createClient, Session } from '@plaza/sdk';
import pg from 'pg';
import { beforeAll, describe, expect, it } from 'vitest';
import { findViolations } from '../../src/cli/invariants.js';
import { Guild } from '../communities/guild.js';
import { TestSocket } from '../support/socket.js';
import { eventually, type Person, password, World } from '../support/world.js';

const HOUR_MS = 3_600_000;

describe.each([
  ['ahead', HOUR_MS],
  ['back', -HOUR_MS],
])('a clock that jumps an hour %s', (_direction, jumpMs) => {
  let world: World;
  let ada: Person;
  let bob: Person;
  let guild: Guild;

  beforeAll(async () => {
    world = await World.open();
    [ada, bob] = [await world.person(), await world.person()];
    guild = await Guild.found(ada, [bob]);
  });

  it('leaves messages and posts in their order, and listeners at work', async () => {
    const channelId = (await guild.general()).id;
    const socket = await TestSocket.open(world.url, await bob.token());
    const say = (body: string) => ada.api.messages.send({ params: { channelId }, body: { body } });
    const post = (title: string) => ada.api.posts.create({ body: { title, body: 'text' } });
    await say('before');
    await post('before');
    world.clock.advance(jumpMs);
    await say('after');
    await post('after');
    await bob.api.graph.follow({ params: { userId: ada.id } });

    const { items } = await ada.api.messages.history({ params: { channelId }, query: { limit: 2 } });
    expect(items.map(({ body }) => body).sort()).toEqual(['after', 'before']);
    const ordinals = new Map(items.map(({ body, ordinal }) => [body, ordinal]));
    expect(ordinals.get('after')).toBe((ordinals.get('before') ?? 0) + 1);
    const { items: posts } = await ada.api.posts.list({ query: { sort: 'new' } });
    expect(posts.map(({ title }) => title)).toEqual(['after', 'before']);
    await eventually(() => expect(socket.received('message.sent', { body: 'after' })).toBe(true));
    socket.close();
    await world.quiet();
    const connections = new pg.Pool({ connectionString: world.databaseUrl, max: 1 });
    expect(await findViolations(connections, 10)).toEqual([]);
    await connections.end();
  });

  it('lets everybody go on with their session', async () => {
    expect((await bob.api.users.me()).id).toBe(bob.id);
    expect((await ada.api.users.me()).id).toBe(ada.id);
    const session = new Session({ baseUrl: world.url });
    const api = createClient({ baseUrl: world.url, session });
    await api.auth.login({ body: { login: bob.username, password } });
    expect((await api.users.me()).id).toBe(bob.id);
  });
});
