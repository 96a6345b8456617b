import type { ChannelId } from '@plaza/contract';
import { connectRealtime, type Gap, Session } from '@plaza/sdk';
import { beforeAll, expect, it } from 'vitest';
import { eventually } from '../support/eventually.js';
import { type GatewayNode, GatewayTestApp, type Visitor } from './support/gateway-test-app.js';
import { Relay } from './support/relay.js';

let context: GatewayTestApp;
let node: GatewayNode;
let otherNode: GatewayNode;

beforeAll(async () => {
  context = await GatewayTestApp.open();
  node = await context.node();
  otherNode = await context.node();
});

async function connect(visitor: Visitor) {
  const relay = await Relay.to(node.url);
  const session = new Session({ baseUrl: relay.url });
  session.start({ accessToken: visitor.token, refreshToken: null, expiresIn: 900 });
  const realtime = connectRealtime({ baseUrl: relay.url, session });
  const messages: number[] = [];
  const entries: string[] = [];
  const gaps: Gap[] = [];
  realtime.on('message.deleted', ({ ordinal }) => messages.push(ordinal));
  realtime.on('entry.deleted', ({ id }) => entries.push(id));
  realtime.onGap((gap) => gaps.push(gap));
  return {
    relay,
    realtime,
    messages,
    entries,
    gaps,
    isOnline: () => eventually(() => expect(realtime.status).toBe('online')),
    async [Symbol.asyncDispose]() {
      realtime.close();
      await relay[Symbol.asyncDispose]();
    },
  };
}

async function sayTimes(channel: ChannelId, times: number): Promise<void> {
  for (let said = 0; said < times; said++) await context.say(channel);
}

it('receives everything once and in order, however often the network breaks and leads to another node', async () => {
  const visitor = await context.visitor();
  const channel = await context.channel(visitor);
  await using client = await connect(visitor);
  await client.isOnline();
  for (const target of [otherNode, node, otherNode]) {
    await sayTimes(channel, 15);
    client.relay.leadTo(target.url);
    client.relay.cut();
    await sayTimes(channel, 15);
    await client.isOnline();
  }
  await sayTimes(channel, 15);
  await eventually(() => expect(client.messages).toHaveLength(105));
  expect(client.messages).toEqual(Array.from({ length: 105 }, (_, index) => index + 1));
  expect(client.gaps).toEqual([{ topics: 'all', isFirst: true }]);
});

it('receives what its topics had while it was away, once', async () => {
  const [author, reader] = [await context.visitor(), await context.visitor()];
  await context.grant(reader, 'feed:home');
  await using client = await connect(reader);
  client.realtime.subscribe(['feed:home']);
  await eventually(() => expect(client.gaps).toContainEqual({ topics: ['feed:home'], isFirst: true }));
  const before = await context.publish(author, reader);
  await eventually(() => expect(client.entries).toEqual([before]));
  client.relay.cut();
  const meanwhile = [await context.publish(author, reader), await context.publish(author, reader)];
  await client.isOnline();
  const after = await context.publish(author, reader);
  await eventually(() => expect(client.entries).toEqual([before, ...meanwhile, after]));
  expect(client.gaps).toHaveLength(2);
});

it('receives once what two of its topics carry', async () => {
  const [author, reader] = [await context.visitor(), await context.visitor()];
  await context.grant(reader, 'feed:home');
  const entry = await context.publish(author, reader);
  await using client = await connect(reader);
  client.realtime.subscribe(['feed:home', `entry:${entry}`]);
  await eventually(() => expect(client.gaps).toHaveLength(2));
  await context.republish(author, entry);
  const next = await context.publish(author, reader);
  await eventually(() => expect(client.entries).toEqual([entry, next]));
});

it('learns which topics it may not subscribe to', async () => {
  await using client = await connect(await context.visitor());
  const refused: string[][] = [];
  client.realtime.onRefused((topics) => refused.push(topics));
  client.realtime.subscribe(['feed:home']);
  await eventually(() => expect(refused).toEqual([['feed:home']]));
});

it('has its commands answered, and refusals thrown', async () => {
  const visitor = await context.visitor();
  const channelId = await context.channel(visitor);
  await using client = await connect(visitor);
  const sent = client.realtime.command('message.send', { channelId, body: 'Hello' });
  expect(await sent).toMatchObject({ channelId, body: 'Hello' });
  const refused = client.realtime.command('message.send', { channelId, body: 'forbidden' });
  await expect(refused).rejects.toMatchObject({ code: 'not_mutual', status: 403 });
});

it('ends for good when its session is revoked', async () => {
  const visitor = await context.visitor();
  await using client = await connect(visitor);
  await client.isOnline();
  await context.endSession(visitor);
  await eventually(() => expect(client.realtime.status).toBe('ended'));
});
