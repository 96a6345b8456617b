import { describe, expect, it } from 'vitest';
import { PlainClient, SocketIoClient, type TestClient } from '../realtime/support/clients.js';
import { eventually, World } from '../support/world.js';

const world = await World.open();
const SOON_MS = 2_000;

describe.each([
  ['the plain gateway', (token: string): TestClient => PlainClient.connect(world.url, { token })],
  ['Socket.IO', (token: string): TestClient => SocketIoClient.connect(world.url, { token })],
])('a socket of %s', (_name, connect) => {
  it('learns of no block, and receives nothing more from who blocks', async () => {
    const [ada, bob] = [await world.person('ada'), await world.person('bob')];
    await world.befriend(ada, bob);
    const watcher = connect(await bob.token());
    await watcher.ready();
    const presence = `user:${ada.id}:presence`;
    expect(await watcher.command('subscribe', { topics: [presence] })).toMatchObject({
      ok: true,
      data: { granted: [presence] },
    });
    await ada.api.graph.block({ params: { userId: bob.id } });
    await eventually(async () => {
      expect(await watcher.command('subscribe', { topics: [presence] })).toMatchObject({
        data: { refused: [presence] },
      });
    }, SOON_MS);
    const received = watcher.frames.length;
    await ada.api.users.updateMe({ body: { displayName: 'Ada behind a block' } });
    await bob.api.users.updateMe({ body: { displayName: 'Bob' } });
    await watcher.next('user.updated');
    const since = JSON.stringify(watcher.frames.slice(received));
    expect(since).not.toContain(ada.id);
    expect(JSON.stringify(watcher.frames)).not.toMatch(/block/i);
    await watcher.leave();
  });
});
