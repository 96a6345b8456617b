import { beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../support/eventually.js';
import type { Credentials, TestClient } from './support/clients.js';
import { GatewayGround, type GatewayNode, type Visitor } from './support/gateway-ground.js';
import { channelTopic, entryTopic } from './support/test-product.js';

export type Connect = (url: string, credentials: Credentials) => TestClient;

/** What both gateways promise, told by one suite. */
export function describesGateway(connect: Connect): void {
  let ground: GatewayGround;
  let node: GatewayNode;

  beforeAll(async () => {
    ground = await GatewayGround.open();
    node = await ground.node();
  });

  const open = (visitor: Visitor, cursor?: string | null) =>
    connect(node.url, { token: visitor.token, ...(cursor !== undefined && { cursor }) });

  /** A visitor in a channel, with a socket that is ready. */
  async function listener() {
    const visitor = await ground.visitor();
    const channel = await ground.channel(visitor);
    const client = open(visitor);
    await client.ready();
    return { visitor, channel, client };
  }

  describe('connecting', () => {
    it('begins with ready, which tells who, what is unread and where the log stands', async () => {
      const visitor = await ground.visitor();
      const ready = await open(visitor).ready();
      expect(ready.data).toMatchObject({
        user: { id: visitor.userId },
        unread: { notifications: 3, directChannels: 1 },
        channels: [],
        resumed: false,
      });
      expect(ready.data.cursor).toBe(ready.cursor);
      expect(node.product.connected).toContain(visitor.userId);
    });

    it('is refused without a token, with a wrong one, and with one whose session has ended', async () => {
      const visitor = await ground.visitor();
      await ground.endSession(visitor);
      expect(await connect(node.url, {}).end()).toBe('unauthenticated');
      expect(await connect(node.url, { token: 'nonsense' }).end()).toBe('unauthenticated');
      expect(await open(visitor).end()).toBe('unauthenticated');
    });

    it('is refused to pages of a foreign origin, and granted to our own and to programs', async () => {
      const visitor = await ground.visitor();
      const credentials = { token: visitor.token };
      expect(await connect(node.url, { ...credentials, origin: 'https://evil.example' }).end()).toBe(
        'refused',
      );
      expect(await connect(node.url, { ...credentials, origin: 'null' }).end()).toBe('refused');
      await connect(node.url, { ...credentials, origin: node.url }).ready();
      await connect(node.url, credentials).ready();
    });

    it('is bounded to twenty sockets of one user, and possible again when one has gone', async () => {
      const visitor = await ground.visitor();
      const clients = Array.from({ length: 20 }, () => open(visitor));
      await Promise.all(clients.map((client) => client.ready()));
      expect(await open(visitor).end()).toBe('limited');
      await clients[0]?.leave();
      await eventually(async () => {
        const client = open(visitor);
        await client.ready();
        await client.leave();
      });
    });

    it('never writes a token to the log', async () => {
      const { visitor, client } = await listener();
      await client.leave();
      expect(JSON.stringify(ground.ground.logged)).not.toContain(visitor.token);
    });
  });

  describe('live', () => {
    it('tells what happens in the channels one may read, in order, and nothing of others', async () => {
      const { channel, client } = await listener();
      const other = await ground.channel(await ground.visitor());
      for (const id of [channel, other, channel, channel]) await ground.say(id);
      await client.hears([1, 2, 3]);
      expect(client.events('message.deleted').every(({ data }) => data.channelId === channel)).toBe(true);
      expect(client.events('message.deleted').every(({ cursor }) => typeof cursor === 'string')).toBe(true);
    });

    it('tells all sockets of all members the same', async () => {
      const [ada, bob] = [await ground.visitor(), await ground.visitor()];
      const channel = await ground.channel(ada, bob);
      const clients = [open(ada), open(ada), open(bob)];
      await Promise.all(clients.map((client) => client.ready()));
      await ground.say(channel);
      await Promise.all(clients.map((client) => client.hears([1])));
      expect(new Set(clients.map(({ cursor }) => cursor)).size).toBe(1);
    });

    it('tells signals of the moment without a cursor, and not to whom they come from', async () => {
      const [ada, bob] = [await ground.visitor(), await ground.visitor()];
      const channel = await ground.channel(ada, bob);
      const [hers, his] = [open(ada), open(bob)];
      await Promise.all([hers.ready(), his.ready()]);
      expect(await hers.command('typing.start', { channelId: channel })).toEqual({ ok: true, data: {} });
      expect(await his.next('user.typing')).toMatchObject({ data: { channelId: channel }, cursor: null });
      expect(hers.events('user.typing')).toEqual([]);
    });

    it('leaves out what the token does not cover', async () => {
      const { visitor, channel } = await listener();
      const narrow = connect(node.url, { token: `${visitor.token}~notifications:read` });
      const wide = open(visitor);
      await Promise.all([narrow.ready(), wide.ready()]);
      await ground.say(channel);
      await ground.tell({
        name: 'test.twofold',
        subject: { userId: visitor.userId, channelIds: [channel, channel] },
        topics: [`user:${visitor.userId}`],
      });
      await wide.next('channel.deleted');
      await eventually(() => expect(wide.events('channel.deleted')).toHaveLength(2));
      expect(narrow.told.map(({ event }) => event)).toEqual(['ready']);
    });

    it('goes on behind an event that cannot be framed', async () => {
      const { visitor, channel, client } = await listener();
      await ground.tell({
        name: 'test.poison',
        subject: { userId: visitor.userId },
        topics: [`user:${visitor.userId}`],
      });
      await ground.say(channel);
      await client.hears([1]);
      expect(ground.ground.logged).toContainEqual(
        expect.objectContaining({ level: 'error', event: 'test.poison' }),
      );
    });
  });

  describe('coming back', () => {
    it('replays what was missed, in order and once, then goes on live', async () => {
      const { visitor, channel, client } = await listener();
      await ground.say(channel);
      await client.hears([1]);
      client.vanish();
      for (let count = 0; count < 3; count += 1) await ground.say(channel);
      const again = open(visitor, client.cursor);
      expect((await again.ready()).data.resumed).toBe(true);
      await ground.say(channel);
      await again.hears([2, 3, 4, 5]);
    });

    it('misses nothing with the cursor of ready itself', async () => {
      const { visitor, channel, client } = await listener();
      await client.leave();
      await ground.say(channel);
      const again = open(visitor, client.cursor);
      await again.hears([1]);
      const third = open(visitor, (await again.ready()).cursor);
      await third.hears([1]);
    });

    it('replays by the rights of today', async () => {
      const { visitor, channel, client } = await listener();
      const gained = await ground.channel();
      await client.leave();
      await ground.say(channel);
      await ground.say(gained);
      await ground.revoke(visitor, channelTopic(channel));
      await ground.grant(visitor, channelTopic(gained));
      const again = open(visitor, client.cursor);
      await again.hears([1]);
      expect(again.events('message.deleted')[0]?.data.channelId).toBe(gained);
    });

    it('does not replay what is deleted by now', async () => {
      const { visitor, channel, client } = await listener();
      await client.leave();
      await ground.say(channel);
      await ground.say(channel);
      await ground.forget(channel, 1);
      await open(visitor, client.cursor).hears([2]);
    });

    it('goes on within an event of two frames of which the first was told', async () => {
      const { visitor, client } = await listener();
      const [one, two] = [await ground.channel(), await ground.channel()];
      await ground.tell({
        name: 'test.twofold',
        subject: { userId: visitor.userId, channelIds: [one, two] },
        topics: [`user:${visitor.userId}`],
      });
      await eventually(() => expect(client.events('channel.deleted')).toHaveLength(2));
      const [first, second] = client.events('channel.deleted');
      const again = open(visitor, first?.cursor);
      await eventually(() => expect(again.events('channel.deleted')).toHaveLength(1));
      expect(again.events('channel.deleted')[0]?.data.id).toBe(two);
      const third = open(visitor, second?.cursor);
      expect((await third.ready()).data.resumed).toBe(true);
      expect(third.events('channel.deleted')).toEqual([]);
    });

    it('says that views have to be loaded anew where a cursor is edited, of a day ago, or of another log', async () => {
      const { visitor, channel, client } = await listener();
      const { cursor } = await client.ready();
      await client.leave();
      await ground.say(channel);
      const resumedWith = async (candidate: string | null | undefined) =>
        (await open(visitor, candidate).ready()).data.resumed;
      expect(await resumedWith(`A${cursor?.slice(1)}`)).toBe(false);
      expect(await resumedWith('x'.repeat(400))).toBe(false);
      expect(await resumedWith(ground.cursorAt({ xid: '999999999', id: channel }))).toBe(false);
      expect(await resumedWith(ground.cursorAt({ xid: '1', id: channel }, 25 * 3_600_000))).toBe(false);
      expect(await resumedWith(cursor)).toBe(true);
    });
  });

  describe('revocation', () => {
    it('stops a channel for who may no longer read it, from that event on', async () => {
      const { visitor, channel, client } = await listener();
      await ground.say(channel);
      await ground.revoke(visitor, channelTopic(channel));
      await ground.say(channel);
      const proof = await ground.channel(visitor);
      await ground.say(proof);
      await client.hears([1, 1]);
      expect(client.ending).toBeUndefined();
    });

    it('stops it for everyone who hears it when the channel itself changes', async () => {
      const [ada, bob] = [await ground.visitor(), await ground.visitor()];
      const channel = await ground.channel(ada, bob);
      const [hers, his] = [open(ada), open(bob)];
      await Promise.all([hers.ready(), his.ready()]);
      await ground.closeChannelTo(bob, channel);
      await ground.say(channel);
      await hers.hears([1]);
      const proof = await ground.channel(bob);
      await ground.say(proof);
      await his.hears([1]);
      expect(his.events('message.deleted')[0]?.data.channelId).toBe(proof);
    });

    it('lets a new channel be heard without reconnecting', async () => {
      const { visitor, client } = await listener();
      const channel = await ground.channel(visitor);
      await ground.say(channel);
      await client.hears([1]);
    });

    it('tells session.revoked last and closes, and leaves other sessions alone', async () => {
      const { visitor, channel, client } = await listener();
      const other = open(await ground.session(visitor.userId));
      await other.ready();
      await ground.endSession(visitor);
      expect(await client.end(2_000)).toBe('revoked');
      expect(client.told.at(-1)).toMatchObject({ event: 'session.revoked', data: { reason: 'revoked' } });
      await ground.say(channel);
      await other.hears([1]);
      expect(client.ordinals).toEqual([]);
    });
  });

  describe('topics asked for', () => {
    it('are granted or refused by right, and heard from then on', async () => {
      const [ada, bob] = [await ground.visitor(), await ground.visitor()];
      const [seen, hidden] = [await ground.publish(bob, ada), await ground.publish(bob)];
      await ground.grant(ada, 'feed:home');
      const client = open(ada);
      await client.ready();
      const topics = ['feed:home', 'feed:public', entryTopic(seen), entryTopic(hidden)];
      expect(await client.command('subscribe', { topics })).toEqual({
        ok: true,
        data: {
          granted: ['feed:home', entryTopic(seen)],
          refused: ['feed:public', entryTopic(hidden)],
          resumed: false,
        },
      });
      await eventually(() => expect(client.events('member.left')).toHaveLength(2));
      const next = await ground.publish(bob, ada);
      await ground.publish(bob);
      const last = await ground.publish(bob, ada);
      await eventually(() =>
        expect(client.events('entry.deleted').map(({ data }) => data.id)).toEqual([next, last]),
      );
    });

    it('replay what they had since a cursor before the answer', async () => {
      const [ada, bob] = [await ground.visitor(), await ground.visitor()];
      await ground.grant(ada, 'feed:home');
      const channel = await ground.channel(ada);
      const client = open(ada);
      const { cursor: since } = await client.ready();
      const first = await ground.publish(bob, ada);
      await ground.publish(bob);
      const second = await ground.publish(bob, ada);
      // Once she hears this, the others are behind her.
      await ground.say(channel);
      await client.hears([1]);
      const answer = await client.command('subscribe', { topics: ['feed:home'], since });
      expect(answer).toMatchObject({ ok: true, data: { granted: ['feed:home'], resumed: true } });
      const told = client.events('entry.deleted');
      expect(told.map(({ data }) => data.id)).toEqual([first, second]);
      expect(told.every(({ cursor }) => cursor === null)).toBe(true);
    });

    it('stop when let go, and when the right to them ends', async () => {
      const [ada, bob] = [await ground.visitor(), await ground.visitor()];
      const [one, two] = [await ground.publish(bob, ada), await ground.publish(bob, ada)];
      const proof = await ground.channel(ada);
      const client = open(ada);
      await client.ready();
      await client.command('subscribe', { topics: [entryTopic(one), entryTopic(two)] });
      await client.command('unsubscribe', { topics: [entryTopic(one)] });
      await ground.revoke(ada, entryTopic(two));
      await ground.republish(bob, one);
      await ground.republish(bob, two);
      await ground.say(proof);
      await client.hears([1]);
      expect(client.events('entry.deleted')).toEqual([]);
    });

    it('are bounded, and refused beyond', async () => {
      const ada = await ground.visitor();
      const client = open(ada);
      await client.ready();
      const topics = Array.from({ length: 501 }, () => entryTopic(ground.ground.ids.next()));
      expect(await client.command('subscribe', { topics })).toMatchObject({
        ok: false,
        problem: { code: 'invalid_input' },
      });
      expect(await client.command('subscribe', { topics: ['channel:nonsense'] })).toMatchObject({
        ok: false,
        problem: { code: 'invalid_input' },
      });
    });
  });

  describe('commands', () => {
    it('are answered with data, or with the problem that HTTP would give', async () => {
      const { channel, client } = await listener();
      const send = (body: string) => client.command('message.send', { channelId: channel, body });
      expect(await send('hello')).toMatchObject({ ok: true, data: { body: 'hello' } });
      expect(await send('forbidden')).toMatchObject({
        ok: false,
        problem: { code: 'not_mutual', status: 403 },
      });
      expect(await send('')).toMatchObject({ ok: false, problem: { code: 'invalid_input', status: 422 } });
      expect(await client.command('message.shout', {})).toMatchObject({
        ok: false,
        problem: { code: 'invalid_input', errors: [{ path: 'command' }] },
      });
    });

    it('tell nothing of a bug but that there is one', async () => {
      const { channel, client } = await listener();
      const answer = await client.command('message.send', { channelId: channel, body: 'bug' });
      expect(answer).toMatchObject({ ok: false, problem: { code: 'internal' } });
      expect(JSON.stringify(answer)).not.toContain('secret');
    });

    it('are refused to a token that does not cover them', async () => {
      const { visitor, channel } = await listener();
      const client = connect(node.url, { token: `${visitor.token}~messages:read` });
      await client.ready();
      expect(await client.command('typing.start', { channelId: channel })).toMatchObject({
        ok: false,
        problem: { code: 'insufficient_scope' },
      });
    });

    it('are refused with NUL, with a lone surrogate, and nested deeper than 32', async () => {
      const { channel, client } = await listener();
      let deep: unknown = 'bottom';
      for (let depth = 0; depth < 1_000; depth += 1) deep = [deep];
      for (const body of ['nul \0', 'lone \ud800', deep]) {
        const answer = await client.command('message.send', { channelId: channel, body });
        expect(answer).toMatchObject({ ok: false });
      }
      expect(client.ending).toBeUndefined();
    });

    it('count as activity', async () => {
      const { visitor, channel, client } = await listener();
      await client.command('typing.start', { channelId: channel });
      expect(node.product.active).toContain(visitor.userId);
    });
  });

  describe('bounds', () => {
    it('end a socket that sends binary or more than 64 KiB', async () => {
      const [{ client }, { client: other }] = [await listener(), await listener()];
      client.sendBinary();
      other.sendLarge(70_000);
      expect(await client.end()).not.toBe('restarting');
      await other.end();
    });

    it('end a socket that sends a thousand frames at once', async () => {
      const { channel, client } = await listener();
      for (let count = 0; count < 1_000; count += 1) client.shout('typing.start', { channelId: channel });
      expect(await client.end()).toMatch(/limited|broken/);
    });
  });

  it('sends sockets elsewhere when the server stops', async () => {
    const own = await ground.node();
    const visitor = await ground.visitor();
    const client = connect(own.url, { token: visitor.token });
    await client.ready();
    const stopped = own.close();
    expect(await client.end(2_000)).toMatch(/restarting|broken/);
    await stopped;
    expect(await connect(own.url, { token: visitor.token }).end()).toMatch(/refused|broken/);
  });
}
