import type { UserId } from '@plaza/contract';
import { beforeAll, describe, expect, it } from 'vitest';
import { Authenticator } from '../../src/platform/http/authenticator.js';
import { Hub } from '../../src/platform/realtime/hub/hub.js';
import { eventually } from '../support/eventually.js';
import { PlainClient } from './support/clients.js';
import { type GatewayNode, GatewayTestApp } from './support/gateway-test-app.js';
import { channelTopic, entryTopic, type TestAuthenticator } from './support/test-product.js';

const ROUNDS = 50;

describe('What is revoked while a socket connects', () => {
  let context: GatewayTestApp;
  let node: GatewayNode;

  beforeAll(async () => {
    context = await GatewayTestApp.open();
    node = await context.node();
  });

  const rounds = (work: () => Promise<void>) =>
    Promise.all(
      Array.from({ length: 5 }, async () => {
        for (let round = 0; round < ROUNDS / 5; round += 1) await work();
      }),
    );

  it('is the session: the socket is refused or ended', async () => {
    await rounds(async () => {
      const visitor = await context.visitor();
      const client = PlainClient.connect(node.url, { token: visitor.token });
      await pauseUpTo(8);
      await context.endSession(visitor);
      expect(await client.end(2_000)).toMatch(/unauthenticated|revoked/);
    });
    expect(node.app.get(Hub).connections.length).toBe(0);
  });

  it('is a channel: nothing that was said afterwards is received', async () => {
    await rounds(async () => {
      const visitor = await context.visitor();
      const channel = await context.channel(visitor);
      const client = PlainClient.connect(node.url, { token: visitor.token });
      await pauseUpTo(8);
      await context.revoke(visitor, channelTopic(channel));
      await context.say(channel);
      // What is said before a socket is ready is no event for it.
      await client.ready();
      const proof = await context.channel(visitor);
      await context.say(proof);
      await client.receives([1]);
      expect(client.events('message.deleted')[0]?.data.channelId).toBe(proof);
      await client.leave();
    });
  });

  it('is a topic that was asked for', async () => {
    await rounds(async () => {
      const [visitor, author] = [await context.visitor(), await context.visitor()];
      const entry = await context.publish(author, visitor);
      const proof = await context.channel(visitor);
      const client = PlainClient.connect(node.url, { token: visitor.token });
      await client.ready();
      // Once this is received, the entry itself has been sent.
      await client.receivesAlso(() => context.say(proof));
      client.shout('subscribe', { topics: [entryTopic(entry)] });
      await pauseUpTo(4);
      await context.revoke(visitor, entryTopic(entry));
      await context.republish(author, entry);
      await client.receivesAlso(() => context.say(proof));
      expect(client.events('entry.deleted')).toEqual([]);
      await client.leave();
    });
  });

  describe('between the question and its answer', () => {
    /** Runs `meanwhile` once, after rights of the user were read and before they are answered. */
    function holdBack(userId: UserId, meanwhile: () => Promise<void>) {
      let isFirst = true;
      return async (asked: UserId | UserId[]) => {
        if (!isFirst || ![asked].flat().includes(userId)) return;
        isFirst = false;
        await meanwhile();
      };
    }

    /** A socket of somebody else, by which one can tell how far the node has come. */
    async function witness() {
      const visitor = await context.visitor();
      const channel = await context.channel(visitor);
      const client = PlainClient.connect(node.url, { token: visitor.token });
      await client.ready();
      return { catchUp: () => client.receivesAlso(() => context.say(channel)) };
    }

    it('a session that ends is noticed', async () => {
      const [{ catchUp }, visitor] = [await witness(), await context.visitor()];
      const authenticator = node.app.get<TestAuthenticator>(Authenticator);
      authenticator.answering = holdBack(visitor.userId, async () => {
        await context.endSession(visitor);
        await catchUp();
      });
      const client = PlainClient.connect(node.url, { token: visitor.token });
      expect(await client.end(2_000)).toBe('unauthenticated');
    });

    it('a channel that is taken away is noticed', async () => {
      const [{ catchUp }, visitor] = [await witness(), await context.visitor()];
      const channel = await context.channel(visitor);
      await catchUp();
      node.product.answering = holdBack(visitor.userId, async () => {
        await context.revoke(visitor, channelTopic(channel));
        await catchUp();
      });
      const client = PlainClient.connect(node.url, { token: visitor.token });
      await client.ready();
      await context.say(channel);
      await catchUp();
      expect(client.ordinals).toEqual([]);
    });

    it('a channel that changes for all is noticed', async () => {
      const [{ catchUp }, visitor] = [await witness(), await context.visitor()];
      const channel = await context.channel(visitor);
      await catchUp();
      node.product.answering = holdBack(visitor.userId, async () => {
        await context.closeChannelTo(visitor, channel);
        await catchUp();
      });
      const client = PlainClient.connect(node.url, { token: visitor.token });
      await client.ready();
      await context.say(channel);
      await catchUp();
      expect(client.ordinals).toEqual([]);
    });

    it('what is said meanwhile comes once, although subscriptions are refreshed too', async () => {
      const [{ catchUp }, visitor] = [await witness(), await context.visitor()];
      const channel = await context.channel(visitor);
      const before = PlainClient.connect(node.url, { token: visitor.token });
      const { cursor } = await before.ready();
      await before.leave();
      await context.say(channel);
      await catchUp();
      node.product.answering = holdBack(visitor.userId, async () => {
        await context.channel(visitor);
        await context.say(channel);
        await catchUp();
      });
      const client = PlainClient.connect(node.url, { token: visitor.token, cursor });
      await client.ready();
      await context.say(channel);
      await client.receives([1, 2, 3]);
    });

    it('a topic that is asked for and taken away is noticed', async () => {
      const [{ catchUp }, visitor, author] = [
        await witness(),
        await context.visitor(),
        await context.visitor(),
      ];
      const entry = await context.publish(author, visitor);
      const client = PlainClient.connect(node.url, { token: visitor.token });
      await client.ready();
      await catchUp();
      node.product.answering = holdBack(visitor.userId, async () => {
        await context.revoke(visitor, entryTopic(entry));
        await catchUp();
      });
      expect(await client.command('subscribe', { topics: [entryTopic(entry)] })).toMatchObject({
        ok: true,
        data: { granted: [] },
      });
      await context.republish(author, entry);
      await catchUp();
      expect(client.events('entry.deleted')).toEqual([]);
    });
  });

  it('leaves no socket behind that came and went in one moment', async () => {
    const own = await context.node();
    await rounds(async () => {
      const visitor = await context.visitor();
      const client = PlainClient.connect(own.url, { token: visitor.token });
      await pauseUpTo(8);
      client.vanish();
    });
    await eventually(() => expect(own.app.get(Hub).connections.length).toBe(0));
  });
});

/** Long enough to hit every step of a handshake in some round. */
function pauseUpTo(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.random() * milliseconds));
}
