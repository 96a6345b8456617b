import { describe, expect, it } from 'vitest';
import { eventually } from '../../support/eventually.js';
import type { TestClient } from '../support/clients.js';
import type { Stage } from '../support/stage.js';

/** Who gets in, and who is turned away. */
export function describesHandshake(stage: Stage): void {
  describe('connecting', () => {
    it('begins with ready: who, what is unread and the position in the log', async () => {
      const visitor = await stage.context.visitor();
      const ready = await stage.open(visitor).ready();
      expect(ready.data).toMatchObject({
        user: { id: visitor.userId },
        unread: { notifications: 3, directChannels: 1 },
        channels: [],
        resumed: false,
      });
      expect(ready.data.cursor).toBe(ready.cursor);
      expect(stage.node.product.connected).toContain(visitor.userId);
    });

    it('is refused without a token, with a wrong one, and with one whose session has ended', async () => {
      const visitor = await stage.context.visitor();
      await stage.context.endSession(visitor);
      expect(await stage.connect(stage.node.url, {}).end()).toBe('unauthenticated');
      expect(await stage.connect(stage.node.url, { token: 'nonsense' }).end()).toBe('unauthenticated');
      expect(await stage.open(visitor).end()).toBe('unauthenticated');
    });

    it('is refused to pages of a foreign origin, and granted to our own and to programs', async () => {
      const visitor = await stage.context.visitor();
      const credentials = { token: visitor.token };
      expect(
        await stage.connect(stage.node.url, { ...credentials, origin: 'https://evil.example' }).end(),
      ).toBe('refused');
      expect(await stage.connect(stage.node.url, { ...credentials, origin: 'null' }).end()).toBe('refused');
      await stage.connect(stage.node.url, { ...credentials, origin: stage.node.url }).ready();
      await stage.connect(stage.node.url, credentials).ready();
    });

    it('is bounded to twenty sockets of one user, and possible again when one has gone', async () => {
      const visitor = await stage.context.visitor();
      const clients = Array.from({ length: 20 }, () => stage.open(visitor));
      await Promise.all(clients.map((client) => client.ready()));
      expect(await stage.open(visitor).end()).toBe('limited');
      await clients[0]?.leave();
      await eventually(async () => {
        const client = stage.open(visitor);
        await client.ready();
        await client.leave();
      });
    });

    it('is bounded although many come at once', async () => {
      const visitor = await stage.context.visitor();
      const clients = Array.from({ length: 40 }, () => stage.open(visitor));
      const isSettled = (client: TestClient) =>
        client.ending !== undefined || client.events('ready').length > 0;
      await eventually(() => expect(clients.every(isSettled)).toBe(true));
      expect(clients.filter(({ ending }) => ending === 'limited')).toHaveLength(20);
      await Promise.all(clients.filter(({ ending }) => ending === undefined).map((client) => client.leave()));
    });

    it('sends all of a ready that is larger than what may wait for a socket', async () => {
      const node = await stage.context.node({ bufferedBytes: 1_000, replayWindowBytes: 500 });
      const visitor = await stage.context.visitor();
      const channel = await stage.context.channel(visitor);
      node.product.userView = async (id) => ({
        id,
        username: 'somebody',
        displayName: 'x'.repeat(20_000_000),
      });
      const client = stage.connect(node.url, { token: visitor.token });
      await client.ready();
      await client.receivesAlso(() => stage.context.say(channel));
    });

    it('never writes a token to the log', async () => {
      const { visitor, client } = await stage.listener();
      await client.leave();
      expect(JSON.stringify(stage.context.context.logged)).not.toContain(visitor.token);
    });
  });

  it('sends sockets elsewhere when the server stops', async () => {
    const own = await stage.context.node();
    const visitor = await stage.context.visitor();
    const client = stage.connect(own.url, { token: visitor.token });
    await client.ready();
    const stopped = own.close();
    expect(await client.end(2_000)).toMatch(/restarting|broken/);
    await stopped;
    expect(await stage.connect(own.url, { token: visitor.token }).end()).toMatch(/refused|broken/);
  });
}
