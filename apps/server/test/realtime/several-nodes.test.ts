import { beforeAll, describe, expect, it } from 'vitest';
import { Hub } from '../../src/platform/realtime/hub/hub.js';
import { eventually } from '../support/eventually.js';
import { PlainClient } from './support/clients.js';
import { type GatewayNode, GatewayTestApp, type Visitor } from './support/gateway-test-app.js';
import { channelTopic } from './support/test-product.js';

describe('Several nodes on one database', () => {
  let context: GatewayTestApp;
  let here: GatewayNode;
  let there: GatewayNode;

  beforeAll(async () => {
    context = await GatewayTestApp.open();
    [here, there] = await Promise.all([context.node(), context.node()]);
  });

  async function clientOf(node: GatewayNode, { token }: Visitor, cursor?: string | null) {
    const client = PlainClient.connect(node.url, { token, ...(cursor !== undefined && { cursor }) });
    await client.ready();
    return client;
  }

  it('send the same in the same order, with the same cursors', async () => {
    const [ada, bob] = [await context.visitor(), await context.visitor()];
    const channel = await context.channel(ada, bob);
    const [hers, his] = [await clientOf(here, ada), await clientOf(there, bob)];
    await Promise.all(Array.from({ length: 10 }, () => context.sayMany(channel, 5)));
    const all = Array.from({ length: 50 }, (_, index) => index + 1);
    await Promise.all([hers.receives(all), his.receives(all)]);
    const cursors = (client: PlainClient) => client.events('message.deleted').map(({ cursor }) => cursor);
    expect(cursors(hers)).toEqual(cursors(his));
  });

  it('end a session and take back a right within two seconds everywhere', async () => {
    const ada = await context.visitor();
    const other = await context.session(ada.userId);
    const channel = await context.channel(ada);
    const clients = [await clientOf(here, ada), await clientOf(there, ada)];
    const kept = await clientOf(there, other);
    const began = performance.now();
    await context.endSession(ada);
    expect(await Promise.all(clients.map((client) => client.end(2_000)))).toEqual(['revoked', 'revoked']);
    await context.revoke(ada, channelTopic(channel));
    await eventually(() => {
      for (const connection of there.app.get(Hub).connectionsOf(ada.userId)) {
        expect(connection.topics.has(channelTopic(channel))).toBe(false);
      }
    }, 2_000);
    expect(performance.now() - began).toBeLessThan(2_000);
    expect(kept.ending).toBeUndefined();
  });

  it('take over a client from another node without gap or double', async () => {
    const ada = await context.visitor();
    const channel = await context.channel(ada);
    const received: unknown[] = [];
    let client = await clientOf(here, ada);
    let talking = true;
    const talk = (async () => {
      let said = 0;
      for (; talking; said += 1) await context.say(channel);
      return said;
    })();
    for (let moves = 0; moves < 20; moves += 1) {
      await eventually(() => expect(client.ordinals.length).toBeGreaterThan(2));
      client.vanish();
      await client.end();
      received.push(...client.ordinals);
      client = await clientOf(moves % 2 === 0 ? there : here, ada, client.cursor);
      expect(client.events('ready')[0]?.data.resumed).toBe(true);
    }
    talking = false;
    const said = await talk;
    const all = Array.from({ length: said }, (_, index) => index + 1);
    await eventually(() => expect([...received, ...client.ordinals]).toEqual(all));
  });

  it('wait for a node that is ahead, and do not believe in one that cannot be', async () => {
    const ada = await context.visitor();
    const channel = await context.channel(ada);
    const ahead = await clientOf(here, ada);
    await context.say(channel);
    await ahead.receives([1]);
    // Whether the other node has come as far by now or not.
    const behind = await clientOf(there, ada, ahead.cursor);
    expect(behind.events('ready')[0]?.data.resumed).toBe(true);
    await context.say(channel);
    await behind.receives([2]);
  });
});
