import { describe, expect, it } from 'vitest';
import { eventually } from '../support/eventually.js';
import { describesGateway } from './suites/gateway.suite.js';
import { PlainClient } from './support/clients.js';

describe('The plain gateway', () => {
  const stage = describesGateway(PlainClient.connect);

  async function speaker() {
    const visitor = await stage.context.visitor();
    const client = PlainClient.connect(stage.node.url, { token: visitor.token });
    await client.ready();
    return { visitor, client };
  }

  describe('frames', () => {
    it('may be the short form, in which nobody can say that they are somebody else', async () => {
      const { visitor, client } = await speaker();
      const recipient = await stage.context.visitor();
      client.send({
        recipientId: recipient.userId,
        messageText: 'hello',
        senderId: recipient.userId,
        ref: '7',
      });
      expect(await client.answerTo('7')).toMatchObject({
        ok: true,
        data: { author: { id: visitor.userId } },
      });
      expect(await stage.context.directMessages()).toContainEqual({
        sender_id: visitor.userId,
        recipient_id: recipient.userId,
        body: 'hello',
      });
    });

    it('are answered without a ref where they have none that can be read', async () => {
      const { client } = await speaker();
      for (const frame of [
        'not json',
        '[]',
        '"text"',
        '{"command":7}',
        '{"recipientId":"x","messageText":1}',
      ]) {
        client.send(frame);
        expect(await client.answerTo(null)).toMatchObject({ ok: false });
        client.forgetAnswers();
      }
      expect(client.ending).toBeUndefined();
    });

    it('are answered with their ref where only the rest is wrong', async () => {
      const { client } = await speaker();
      client.send({ command: 'subscribe', data: {}, ref: 'a', more: true });
      expect(await client.answerTo('a')).toMatchObject({ ok: false, problem: { code: 'invalid_input' } });
    });

    it('are too much when nested a thousand deep', async () => {
      const { client } = await speaker();
      client.send(`{"command":"subscribe","ref":"deep","data":${'['.repeat(1_000)}${']'.repeat(1_000)}}`);
      expect(await client.answerTo('deep')).toMatchObject({
        ok: false,
        problem: { code: 'malformed_request' },
      });
    });

    it('that are too many are answered once more before the end', async () => {
      const { client } = await speaker();
      for (let count = 0; count < 300; count += 1) client.send('x');
      await eventually(() => expect(client.answers()).toContainEqual(limited));
      expect(await client.end()).toBe('limited');
    });
  });

  it('sends heartbeats, with a cursor that stands for everything sent so far', async () => {
    const node = await stage.context.node({ heartbeatMs: 250 });
    const visitor = await stage.context.visitor();
    const channel = await stage.context.channel(visitor);
    const client = PlainClient.connect(node.url, { token: visitor.token });
    await stage.context.say(channel);
    await client.receives([1]);
    const beats = client.events('heartbeat').length;
    await eventually(() => expect(client.events('heartbeat').length).toBeGreaterThan(beats + 1));
    const cursor = client.events('heartbeat').at(-1)?.cursor ?? null;
    await client.leave();
    await stage.context.say(channel);
    const again = PlainClient.connect(node.url, { token: visitor.token, cursor });
    await again.receives([2]);
  });

  it('answers other upgrades with 404, and survives nonsense in a path', async () => {
    const { visitor } = await speaker();
    const statusOf = (path: string) => PlainClient.upgradeStatus(stage.node.url, path);
    expect(await statusOf('/other')).toBe(404);
    expect(await statusOf('//[')).toBe(404);
    expect(await statusOf(`/ws/more?token=${visitor.token}`)).toBe(404);
  });
});

const limited = { ok: false, problem: expect.objectContaining({ code: 'rate_limited' }) };
