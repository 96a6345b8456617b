import { describe, expect, it } from 'vitest';
import type { Stage } from '../support/stage.js';

/** What a client may send, and how it is answered. */
export function describesCommands(stage: Stage): void {
  describe('commands', () => {
    it('are answered with data, or with the problem that HTTP would give', async () => {
      const { channel, client } = await stage.listener();
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

    it('reveal nothing of a bug but that there is one', async () => {
      const { channel, client } = await stage.listener();
      const answer = await client.command('message.send', { channelId: channel, body: 'bug' });
      expect(answer).toMatchObject({ ok: false, problem: { code: 'internal' } });
      expect(JSON.stringify(answer)).not.toContain('secret');
    });

    it('are refused to a token that does not cover them', async () => {
      const { visitor, channel } = await stage.listener();
      const client = stage.connect(stage.node.url, { token: `${visitor.token}~messages:read` });
      await client.ready();
      expect(await client.command('typing.start', { channelId: channel })).toMatchObject({
        ok: false,
        problem: { code: 'insufficient_scope' },
      });
    });

    it('are refused with NUL, with a lone surrogate, and nested deeper than 32', async () => {
      const { channel, client } = await stage.listener();
      let deep: unknown = 'bottom';
      for (let depth = 0; depth < 1_000; depth += 1) deep = [deep];
      for (const body of ['nul \0', 'lone \ud800', deep]) {
        const answer = await client.command('message.send', { channelId: channel, body });
        expect(answer).toMatchObject({ ok: false });
      }
      expect(client.ending).toBeUndefined();
    });

    it('count as activity', async () => {
      const { visitor, channel, client } = await stage.listener();
      await client.command('typing.start', { channelId: channel });
      expect(stage.node.product.active).toContain(visitor.userId);
    });
  });
}
