import { describe, expect, it } from 'vitest';
import { eventually } from '../../support/eventually.js';
import type { Stage } from '../support/stage.js';
import { channelTopic } from '../support/test-product.js';

/** What a socket receives while it is open, and when it comes back. */
export function describesFrames(stage: Stage): void {
  describe('live', () => {
    it('sends what happens in the channels one may read, in order, and nothing of others', async () => {
      const { channel, client } = await stage.listener();
      const other = await stage.context.channel(await stage.context.visitor());
      for (const id of [channel, other, channel, channel]) await stage.context.say(id);
      await client.receives([1, 2, 3]);
      expect(client.events('message.deleted').every(({ data }) => data.channelId === channel)).toBe(true);
      expect(client.events('message.deleted').every(({ cursor }) => typeof cursor === 'string')).toBe(true);
    });

    it('sends all sockets of all members the same', async () => {
      const [ada, bob] = [await stage.context.visitor(), await stage.context.visitor()];
      const channel = await stage.context.channel(ada, bob);
      const clients = [stage.open(ada), stage.open(ada), stage.open(bob)];
      await Promise.all(clients.map((client) => client.ready()));
      await stage.context.say(channel);
      await Promise.all(clients.map((client) => client.receives([1])));
      expect(new Set(clients.map(({ cursor }) => cursor)).size).toBe(1);
    });

    it('sends signals of the moment without a cursor, and not to whom they come from', async () => {
      const [ada, bob] = [await stage.context.visitor(), await stage.context.visitor()];
      const channel = await stage.context.channel(ada, bob);
      const [hers, his] = [stage.open(ada), stage.open(bob)];
      await Promise.all([hers.ready(), his.ready()]);
      expect(await hers.command('typing.start', { channelId: channel })).toEqual({ ok: true, data: {} });
      expect(await his.next('user.typing')).toMatchObject({ data: { channelId: channel }, cursor: null });
      expect(hers.events('user.typing')).toEqual([]);
    });

    it('leaves out what the token does not cover', async () => {
      const { visitor, channel } = await stage.listener();
      const narrow = stage.connect(stage.node.url, { token: `${visitor.token}~notifications:read` });
      const wide = stage.open(visitor);
      await Promise.all([narrow.ready(), wide.ready()]);
      await stage.context.say(channel);
      await stage.context.emit({
        name: 'test.twofold',
        subject: { userId: visitor.userId, channelIds: [channel, channel] },
        topics: [`user:${visitor.userId}`],
      });
      await wide.next('channel.deleted');
      await eventually(() => expect(wide.events('channel.deleted')).toHaveLength(2));
      expect(narrow.frames.map(({ event }) => event)).toEqual(['ready']);
    });

    it('goes on behind an event that cannot be mapped', async () => {
      const { visitor, channel, client } = await stage.listener();
      await stage.context.emit({
        name: 'test.poison',
        subject: { userId: visitor.userId },
        topics: [`user:${visitor.userId}`],
      });
      await stage.context.say(channel);
      await client.receives([1]);
      expect(stage.context.context.logged).toContainEqual(
        expect.objectContaining({ level: 'error', event: 'test.poison' }),
      );
    });
  });

  describe('coming back', () => {
    it('replays what was missed, in order and once, then goes on live', async () => {
      const { visitor, channel, client } = await stage.listener();
      await stage.context.say(channel);
      await client.receives([1]);
      client.vanish();
      for (let count = 0; count < 3; count += 1) await stage.context.say(channel);
      const again = stage.open(visitor, client.cursor);
      expect((await again.ready()).data.resumed).toBe(true);
      await stage.context.say(channel);
      await again.receives([2, 3, 4, 5]);
    });

    it('misses nothing with the cursor of ready itself', async () => {
      const { visitor, channel, client } = await stage.listener();
      await client.leave();
      await stage.context.say(channel);
      const again = stage.open(visitor, client.cursor);
      await again.receives([1]);
      const third = stage.open(visitor, (await again.ready()).cursor);
      await third.receives([1]);
    });

    it('replays by the rights of today', async () => {
      const { visitor, channel, client } = await stage.listener();
      const gained = await stage.context.channel();
      await client.leave();
      await stage.context.say(channel);
      await stage.context.say(gained);
      await stage.context.revoke(visitor, channelTopic(channel));
      await stage.context.grant(visitor, channelTopic(gained));
      const again = stage.open(visitor, client.cursor);
      await again.receives([1]);
      expect(again.events('message.deleted')[0]?.data.channelId).toBe(gained);
    });

    it('does not replay what is deleted by now', async () => {
      const { visitor, channel, client } = await stage.listener();
      await client.leave();
      await stage.context.say(channel);
      await stage.context.say(channel);
      await stage.context.forget(channel, 1);
      await stage.open(visitor, client.cursor).receives([2]);
    });

    it('goes on within an event of two frames of which the first was received', async () => {
      const { visitor, client } = await stage.listener();
      const [one, two] = [await stage.context.channel(), await stage.context.channel()];
      await stage.context.emit({
        name: 'test.twofold',
        subject: { userId: visitor.userId, channelIds: [one, two] },
        topics: [`user:${visitor.userId}`],
      });
      await eventually(() => expect(client.events('channel.deleted')).toHaveLength(2));
      const [first, second] = client.events('channel.deleted');
      const again = stage.open(visitor, first?.cursor);
      await eventually(() => expect(again.events('channel.deleted')).toHaveLength(1));
      expect(again.events('channel.deleted')[0]?.data.id).toBe(two);
      const third = stage.open(visitor, second?.cursor);
      expect((await third.ready()).data.resumed).toBe(true);
      expect(third.events('channel.deleted')).toEqual([]);
    });

    it('says that views have to be loaded anew where a cursor is edited, of a day ago, or of another log', async () => {
      const { visitor, channel, client } = await stage.listener();
      const { cursor } = await client.ready();
      await client.leave();
      await stage.context.say(channel);
      const resumedWith = async (candidate: string | null | undefined) =>
        (await stage.open(visitor, candidate).ready()).data.resumed;
      expect(await resumedWith(`${cursor?.startsWith('A') ? 'B' : 'A'}${cursor?.slice(1)}`)).toBe(false);
      expect(await resumedWith('x'.repeat(400))).toBe(false);
      expect(await resumedWith(stage.context.cursorAt({ xid: '999999999', id: channel }))).toBe(false);
      expect(await resumedWith(stage.context.cursorAt({ xid: '1', id: channel }, 25 * 3_600_000))).toBe(
        false,
      );
      expect(await resumedWith(cursor)).toBe(true);
    });
  });
}
