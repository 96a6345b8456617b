import type { ChannelId } from '@plaza/contract';
import { describe, expect, it } from 'vitest';
import { Hub } from '../../../src/platform/realtime/hub/hub.js';
import { eventually } from '../../support/eventually.js';
import type { GatewayNode, Visitor } from '../support/gateway-test-app.js';
import type { Stage } from '../support/stage.js';

const socketsOf = (node: GatewayNode, { userId }: Visitor) => node.app.get(Hub).connectionsOf(userId).size;

/** What happens to clients that take too much, or nothing. */
export function describesBounds(stage: Stage): void {
  describe('bounds', () => {
    it('end a socket that sends binary or more than 64 KiB', async () => {
      const [{ client }, { client: other }] = [await stage.listener(), await stage.listener()];
      client.sendBinary();
      other.sendLarge(70_000);
      expect(await client.end()).toMatch(/unsupported|revoked/);
      expect(await other.end()).toMatch(/unsupported|broken/);
    });

    it('end a socket that sends a thousand frames at once', async () => {
      const { channel, client } = await stage.listener();
      for (let count = 0; count < 1_000; count += 1) client.shout('typing.start', { channelId: channel });
      expect(await client.end()).toMatch(/limited|broken/);
    });

    it('cut off a client that does not read, while others go on receiving', async () => {
      const node = await stage.context.node({ bufferedBytes: 65_536, closeMs: 200 });
      const [slow, quick] = [await stage.context.visitor(), await stage.context.visitor()];
      const channel = await stage.context.channel(slow, quick);
      const [his, hers] = [slow, quick].map(({ token }) => stage.connect(node.url, { token }));
      await Promise.all([his?.ready(), hers?.ready()]);
      his?.stopReading();
      await eventually(async () => {
        node.signal(channel, 60_000);
        expect(socketsOf(node, slow)).toBe(0);
      }, 10_000);
      await stage.context.say(channel);
      await hers?.receives([1]);
      expect(hers?.ending).toBeUndefined();
    });

    it('notice a client that is gone without a word', async () => {
      const node = await stage.context.node({ heartbeatMs: 250 });
      const [gone, there] = [await stage.context.visitor(), await stage.context.visitor()];
      const [his, hers] = [gone, there].map(({ token }) => stage.connect(node.url, { token }));
      await Promise.all([his?.ready(), hers?.ready()]);
      his?.stopReading();
      await eventually(() => expect(socketsOf(node, gone)).toBe(0));
      expect(socketsOf(node, there)).toBe(1);
      expect(hers?.ending).toBeUndefined();
    });

    it('let others in beside a client that does not read what it is sent first', async () => {
      const node = await stage.context.node({
        handshakes: { atOnce: 1, waiting: 10 },
        replayWindowBytes: 10_000,
      });
      const [slow, quick] = [await stage.context.visitor(), await stage.context.visitor()];
      const paused = Promise.withResolvers<void>();
      node.product.userView = async (id) => {
        if (id === slow.userId) await paused.promise;
        const displayName = id === slow.userId ? 'x'.repeat(20_000_000) : 'Quick';
        return { id, username: 'somebody', displayName };
      };
      const his = stage.connect(node.url, { token: slow.token });
      await eventually(() => expect(socketsOf(node, slow)).toBe(1));
      his.stopReading();
      paused.resolve();
      await stage.connect(node.url, { token: quick.token }).ready();
      expect(socketsOf(node, slow)).toBe(1);
    });

    it('let a client read a long replay as fast as it can', async () => {
      const node = await stage.context.node({ bufferedBytes: 20_000, replayWindowBytes: 10_000 });
      const visitor = await stage.context.visitor();
      const channel = await stage.context.channel(visitor);
      const connect = (cursor: string | null) => stage.connect(node.url, { token: visitor.token, cursor });
      const first = connect(null);
      await first.ready();
      await first.leave();
      await stage.context.sayMany(channel, 300);
      const again = connect(first.cursor);
      await again.receives(Array.from({ length: 300 }, (_, index) => index + 1));
    });

    it('do not replay more than they promise', async () => {
      const node = await stage.context.node({ replayEvents: 20, replayScan: 100 });
      const [visitor, other] = [await stage.context.visitor(), await stage.context.visitor()];
      const [channel, foreign] = [await stage.context.channel(visitor), await stage.context.channel(other)];
      const witness = stage.connect(node.url, { token: other.token });
      await witness.ready();
      const connect = (cursor: string | null) => stage.connect(node.url, { token: visitor.token, cursor });
      const resumedAfter = async (count: number, id: ChannelId) => {
        await witness.receivesAlso(() => stage.context.say(foreign));
        const before = connect(null);
        await before.ready();
        await before.leave();
        await stage.context.sayMany(id, count);
        // Once the witness has this, the node has come past all the rest.
        await witness.receivesAlso(() => stage.context.say(foreign));
        return (await connect(before.cursor).ready()).data.resumed;
      };
      expect(await resumedAfter(20, channel)).toBe(true);
      expect(await resumedAfter(21, channel)).toBe(false);
      expect(await resumedAfter(90, foreign)).toBe(true);
      expect(await resumedAfter(101, foreign)).toBe(false);
    });
  });
}
