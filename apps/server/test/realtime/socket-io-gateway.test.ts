import { describe, expect, it } from 'vitest';
import { eventually } from '../support/eventually.js';
import { describesGateway } from './suites/gateway.suite.js';
import { SocketIoClient } from './support/clients.js';

describe('The Socket.IO gateway', () => {
  const stage = describesGateway((url, credentials) => SocketIoClient.connect(url, credentials));

  it('serves clients that poll, and loses nothing when they go over to a WebSocket', async () => {
    const visitor = await stage.context.visitor();
    const channel = await stage.context.channel(visitor);
    const client = SocketIoClient.connect(stage.node.url, { token: visitor.token }, ['polling', 'websocket']);
    await client.ready();
    const sent: number[] = [];
    await eventually(async () => {
      sent.push(await stage.context.say(channel));
      expect(client.socket.io.engine.transport.name).toBe('websocket');
    });
    for (let count = 0; count < 5; count += 1) sent.push(await stage.context.say(channel));
    await client.receives(sent);
  });

  it('serves clients that do nothing but poll', async () => {
    const visitor = await stage.context.visitor();
    const channel = await stage.context.channel(visitor);
    const client = SocketIoClient.connect(stage.node.url, { token: visitor.token }, ['polling']);
    await client.ready();
    await stage.context.say(channel);
    await client.receives([1]);
    expect(await client.command('typing.start', { channelId: channel })).toEqual({ ok: true, data: {} });
  });

  it('gives a refused client the problem', async () => {
    const client = SocketIoClient.connect(stage.node.url, { token: 'nonsense' });
    await client.end();
    expect(client.problem).toMatchObject({ code: 'unauthenticated', status: 401 });
  });

  it('answers a frame that is one too many before the end', async () => {
    const visitor = await stage.context.visitor();
    const client = SocketIoClient.connect(stage.node.url, { token: visitor.token });
    await client.ready();
    const answers = Array.from({ length: 300 }, () => client.command('presence.set', { status: 'nonsense' }));
    const settled = await Promise.allSettled(answers);
    const codes = settled.map((answer) =>
      answer.status === 'fulfilled' && !answer.value.ok ? answer.value.problem.code : 'none',
    );
    expect(codes).toContain('rate_limited');
    expect(await client.end()).toBe('broken');
  });
});
