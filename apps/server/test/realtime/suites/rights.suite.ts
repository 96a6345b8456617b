import { describe, expect, it } from 'vitest';
import { eventually } from '../../support/eventually.js';
import type { Stage } from '../support/stage.js';
import { channelTopic, entryTopic } from '../support/test-product.js';

/** What a socket may be subscribed to, and how that ends. */
export function describesRights(stage: Stage): void {
  describe('revocation', () => {
    it('stops a channel for who may no longer read it, from that event on', async () => {
      const { visitor, channel, client } = await stage.listener();
      await client.receivesAlso(() => stage.context.say(channel));
      await stage.context.revoke(visitor, channelTopic(channel));
      await stage.context.say(channel);
      const proof = await stage.context.channel(visitor);
      await stage.context.say(proof);
      await client.receives([1, 1]);
      expect(client.ending).toBeUndefined();
    });

    it('stops it for every subscriber when the channel itself changes', async () => {
      const [ada, bob] = [await stage.context.visitor(), await stage.context.visitor()];
      const channel = await stage.context.channel(ada, bob);
      const [hers, his] = [stage.open(ada), stage.open(bob)];
      await Promise.all([hers.ready(), his.ready()]);
      await stage.context.closeChannelTo(bob, channel);
      await stage.context.say(channel);
      await hers.receives([1]);
      const proof = await stage.context.channel(bob);
      await stage.context.say(proof);
      await his.receives([1]);
      expect(his.events('message.deleted')[0]?.data.channelId).toBe(proof);
    });

    it('brings a new channel without reconnecting', async () => {
      const { visitor, client } = await stage.listener();
      const channel = await stage.context.channel(visitor);
      await stage.context.say(channel);
      await client.receives([1]);
    });

    it('sends session.revoked last and closes, and leaves other sessions alone', async () => {
      const { visitor, channel, client } = await stage.listener();
      const other = stage.open(await stage.context.session(visitor.userId));
      await other.ready();
      await stage.context.endSession(visitor);
      expect(await client.end(2_000)).toBe('revoked');
      expect(client.frames.at(-1)).toMatchObject({ event: 'session.revoked', data: { reason: 'revoked' } });
      await stage.context.say(channel);
      await other.receives([1]);
      expect(client.ordinals).toEqual([]);
    });
  });

  describe('topics asked for', () => {
    it('are granted or refused by right, and received from then on', async () => {
      const [ada, bob] = [await stage.context.visitor(), await stage.context.visitor()];
      const [seen, hidden] = [await stage.context.publish(bob, ada), await stage.context.publish(bob)];
      await stage.context.grant(ada, 'feed:home');
      const proof = await stage.context.channel(ada);
      const client = stage.open(ada);
      await client.ready();
      await client.receivesAlso(() => stage.context.say(proof));
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
      const next = await stage.context.publish(bob, ada);
      await stage.context.publish(bob);
      const last = await stage.context.publish(bob, ada);
      await eventually(() =>
        expect(client.events('entry.deleted').map(({ data }) => data.id)).toEqual([next, last]),
      );
    });

    it('replay what they had since a cursor before the answer', async () => {
      const [ada, bob] = [await stage.context.visitor(), await stage.context.visitor()];
      await stage.context.grant(ada, 'feed:home');
      const channel = await stage.context.channel(ada);
      const client = stage.open(ada);
      const { cursor: since } = await client.ready();
      const first = await stage.context.publish(bob, ada);
      await stage.context.publish(bob);
      const second = await stage.context.publish(bob, ada);
      // Once she has this, the others are behind her.
      await stage.context.say(channel);
      await client.receives([1]);
      const answer = await client.command('subscribe', { topics: ['feed:home'], since });
      expect(answer).toMatchObject({ ok: true, data: { granted: ['feed:home'], resumed: true } });
      const replayed = client.events('entry.deleted');
      expect(replayed.map(({ data }) => data.id)).toEqual([first, second]);
      expect(replayed.every(({ cursor }) => cursor === null)).toBe(true);
    });

    it('stop when let go, and when the right to them ends', async () => {
      const [ada, bob] = [await stage.context.visitor(), await stage.context.visitor()];
      const [one, two] = [await stage.context.publish(bob, ada), await stage.context.publish(bob, ada)];
      const proof = await stage.context.channel(ada);
      const client = stage.open(ada);
      await client.ready();
      // Once this is received, the entries themselves have been sent.
      await client.receivesAlso(() => stage.context.say(proof));
      await client.command('subscribe', { topics: [entryTopic(one), entryTopic(two)] });
      await client.command('unsubscribe', { topics: [entryTopic(one)] });
      await stage.context.revoke(ada, entryTopic(two));
      await stage.context.republish(bob, one);
      await stage.context.republish(bob, two);
      await client.receivesAlso(() => stage.context.say(proof));
      expect(client.events('entry.deleted')).toEqual([]);
    });

    it('are bounded, and refused beyond', async () => {
      const ada = await stage.context.visitor();
      const client = stage.open(ada);
      await client.ready();
      const topics = Array.from({ length: 501 }, () => entryTopic(stage.context.context.ids.next()));
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
}
