import { afterEach, expect, test, vi } from 'vitest';
import { OfflineError } from '../errors.js';
import { Session } from '../session/session.js';
import type { EndReason } from '../session/tabs.js';
import { startGateway } from '../testing/gateway.js';
import { problem, tokens } from '../testing/peer.js';
import { connectRealtime, type Gap, type RealtimeOptions } from './realtime.js';

afterEach(() => void vi.unstubAllGlobals());

type Refresh = Parameters<typeof startGateway>[0];

async function connect(options: Partial<RealtimeOptions> = {}, refresh?: Refresh) {
  const gateway = await startGateway(refresh);
  const ends: EndReason[] = [];
  const session = new Session({ baseUrl: gateway.url, onSignedOut: (reason) => ends.push(reason) });
  session.start(tokens('first'));
  const realtime = connectRealtime({ baseUrl: gateway.url, session, ...options });
  const received: [id: string, cursor: string | null][] = [];
  const gaps: Gap[] = [];
  const statuses: string[] = [];
  realtime.on('entry.deleted', ({ id }, cursor) => received.push([id, cursor]));
  realtime.onGap((gap) => gaps.push(gap));
  realtime.onStatus((status) => statuses.push(status));
  return {
    gateway,
    session,
    realtime,
    received,
    gaps,
    statuses,
    ends,
    async [Symbol.asyncDispose]() {
      realtime.close();
      await gateway[Symbol.asyncDispose]();
    },
  };
}

const gone = (id: string) => ({ id, kind: 'post', rootId: id, parentId: null });

test('events come with payload and cursor', async () => {
  await using world = await connect();
  const guest = await world.gateway.next();
  expect(guest).toMatchObject({ token: 'first', cursor: null });
  guest.ready('c0');
  guest.send('entry.deleted', gone('a'), 'c1');
  guest.send('an.event.of.tomorrow', {}, 'c2');
  guest.send('entry.deleted', gone('b'), 'c3');
  await vi.waitFor(() =>
    expect(world.received).toEqual([
      ['a', 'c1'],
      ['b', 'c3'],
    ]),
  );
  expect(world.statuses).toEqual(['online']);
});

test('after a break it goes on with its cursor, and nothing is received twice', async () => {
  await using world = await connect();
  const first = await world.gateway.next();
  first.ready('c0');
  first.send('entry.deleted', gone('a'), 'c1');
  first.send('entry.deleted', gone('b'), 'c2');
  await vi.waitFor(() => expect(world.received).toHaveLength(2));
  first.cut();
  const second = await world.gateway.next();
  expect(second.cursor).toBe('c2');
  second.ready('c2', true);
  second.send('entry.deleted', gone('b'), 'c2');
  second.send('entry.deleted', gone('c'), 'c3');
  await vi.waitFor(() => expect(world.received).toHaveLength(3));
  expect(world.received.at(-1)).toEqual(['c', 'c3']);
  expect(world.gaps).toEqual([{ topics: 'all', isFirst: true }]);
  expect(world.statuses).toEqual(['online', 'offline', 'online']);
});

test('a break in the middle of a replay leaves no gap', async () => {
  await using world = await connect();
  const first = await world.gateway.next();
  first.ready('c0');
  first.cut();
  const second = await world.gateway.next();
  expect(second.cursor).toBe('c0');
  second.ready('c9', true);
  second.send('entry.deleted', gone('a'), 'c1');
  await vi.waitFor(() => expect(world.received).toHaveLength(1));
  second.cut();
  expect((await world.gateway.next()).cursor).toBe('c1');
});

test('an event that two topics carry is received once, two like events are received twice', async () => {
  await using world = await connect();
  const guest = await world.gateway.next();
  guest.ready('c0');
  guest.send('entry.deleted', gone('a'), 'c1');
  guest.send('entry.deleted', gone('a'), 'c2');
  guest.send('entry.deleted', gone('b'), 'c3');
  guest.send('entry.deleted', gone('a'), 'c4');
  await vi.waitFor(() => expect(world.received).toHaveLength(3));
  expect(world.received.map(([id]) => id)).toEqual(['a', 'b', 'a']);
  expect(world.realtime.cursor).toBe('c4');
});

test('signals of the moment are received each time', async () => {
  await using world = await connect();
  const typing = vi.fn();
  world.realtime.on('user.typing', typing);
  const guest = await world.gateway.next();
  guest.ready('c0');
  guest.send('user.typing', { channelId: 'x' });
  guest.send('user.typing', { channelId: 'x' });
  await vi.waitFor(() => expect(typing).toHaveBeenCalledTimes(2));
});

test('a heartbeat moves the cursor on', async () => {
  await using world = await connect();
  const first = await world.gateway.next();
  first.ready('c0');
  first.send('heartbeat', {}, 'c7');
  await vi.waitFor(() => expect(world.realtime.cursor).toBe('c7'));
  first.cut();
  expect((await world.gateway.next()).cursor).toBe('c7');
});

test('away for too long: the program learns that it has to load its views anew', async () => {
  await using world = await connect({ cursor: 'long-ago' });
  const guest = await world.gateway.next();
  expect(guest.cursor).toBe('long-ago');
  guest.ready('c100', false);
  await vi.waitFor(() => expect(world.gaps).toEqual([{ topics: 'all', isFirst: false }]));
  expect(world.realtime.cursor).toBe('c100');
});

test('a connection that has gone silent is given up and made again', async () => {
  await using world = await connect({ silenceMs: 80 });
  const first = await world.gateway.next();
  first.ready('c0');
  await first.closed();
  (await world.gateway.next()).ready('c0', true);
  await vi.waitFor(() => expect(world.realtime.status).toBe('online'));
});

test('heartbeats keep a quiet connection', async () => {
  await using world = await connect({ silenceMs: 100 });
  const guest = await world.gateway.next();
  guest.ready('c0');
  let beats = 0;
  const beating = setInterval(() => guest.send('heartbeat', {}, `c${++beats}`), 20);
  await vi.waitFor(() => expect(beats).toBeGreaterThan(20));
  clearInterval(beating);
  expect(world.statuses).toEqual(['online']);
});

test('a command is answered by its ref', async () => {
  await using world = await connect();
  const early = world.realtime.command('typing.start', { channelId: 'x' });
  const guest = await world.gateway.next();
  guest.ready('c0');
  const late = world.realtime.command('presence.set', { status: 'dnd' });
  const frames = [await guest.command(0), await guest.command(1)];
  expect(frames.map(({ command, data }) => [command, data])).toEqual([
    ['typing.start', { channelId: 'x' }],
    ['presence.set', { status: 'dnd' }],
  ]);
  for (const frame of frames.toReversed()) guest.answer(frame, { to: frame.command });
  expect(await early).toEqual({ to: 'typing.start' });
  expect(await late).toEqual({ to: 'presence.set' });
});

test('a refused command throws the problem', async () => {
  await using world = await connect();
  const guest = await world.gateway.next();
  guest.ready('c0');
  const command = world.realtime.command('typing.start', { channelId: 'x' });
  guest.refuse(await guest.command(0), 403, 'not_mutual');
  await expect(command).rejects.toMatchObject({ name: 'PlazaError', code: 'not_mutual', status: 403 });
});

test('a command whose answer is lost with the connection says so', async () => {
  await using world = await connect();
  const guest = await world.gateway.next();
  guest.ready('c0');
  const command = world.realtime.command('typing.start', { channelId: 'x' });
  await guest.command(0);
  guest.cut();
  await expect(command).rejects.toThrow('The connection was lost before the answer');
});

test('a command has a time limit, with and without a connection', async () => {
  await using world = await connect();
  const options = { timeoutMs: 50 };
  const early = world.realtime.command('typing.start', { channelId: 'x' }, options);
  await expect(early).rejects.toBeInstanceOf(OfflineError);
  const guest = await world.gateway.next();
  guest.ready('c0');
  const late = world.realtime.command('typing.start', { channelId: 'x' }, options);
  await expect(late).rejects.toBeInstanceOf(OfflineError);
  expect(guest.commands).toHaveLength(1);
});

test('topics are subscribed to together, once for all subscribers, and unsubscribed by the last', async () => {
  await using world = await connect();
  const leaveHome = world.realtime.subscribe(['feed:home']);
  const leaveBoth = world.realtime.subscribe(['feed:home', 'entry:1']);
  const guest = await world.gateway.next();
  guest.ready('c0');
  const sent = await guest.command(0);
  expect(sent).toMatchObject({ command: 'subscribe', data: { topics: ['feed:home', 'entry:1'] } });
  guest.answer(sent, { granted: ['feed:home', 'entry:1'], refused: [], resumed: false });
  await vi.waitFor(() =>
    expect(world.gaps.at(-1)).toEqual({ topics: ['feed:home', 'entry:1'], isFirst: true }),
  );
  leaveHome();
  leaveHome();
  leaveBoth();
  expect(await guest.command(1)).toMatchObject({
    command: 'unsubscribe',
    data: { topics: ['feed:home', 'entry:1'] },
  });
});

test('topics are subscribed to again after a break, from where they were last received', async () => {
  await using world = await connect();
  world.realtime.subscribe(['feed:home']);
  const first = await world.gateway.next();
  first.ready('c0');
  first.answer(await first.command(0), { granted: ['feed:home'], refused: [], resumed: false });
  first.send('heartbeat', {}, 'c5');
  await vi.waitFor(() => expect(world.realtime.cursor).toBe('c5'));
  first.cut();

  const second = await world.gateway.next();
  second.ready('c9', true);
  const sent = await second.command(0);
  expect(sent.data).toEqual({ topics: ['feed:home'], since: 'c5' });
  second.send('heartbeat', {}, 'c9');
  await vi.waitFor(() => expect(world.realtime.cursor).toBe('c9'));
  second.cut();

  const third = await world.gateway.next();
  third.ready('c9', true);
  const sentAgain = await third.command(0);
  expect(sentAgain.data).toEqual({ topics: ['feed:home'], since: 'c5' });
  third.answer(sentAgain, { granted: ['feed:home'], refused: [], resumed: false });
  await vi.waitFor(() => expect(world.gaps.at(-1)).toEqual({ topics: ['feed:home'], isFirst: false }));
});

test('topics that were received without a gap are no reason to load anew', async () => {
  await using world = await connect();
  world.realtime.subscribe(['feed:home']);
  const first = await world.gateway.next();
  first.ready('c0');
  first.answer(await first.command(0), { granted: ['feed:home'], refused: [], resumed: false });
  await vi.waitFor(() => expect(world.gaps).toHaveLength(2));
  first.cut();
  const second = await world.gateway.next();
  second.ready('c0', true);
  second.answer(await second.command(0), { granted: ['feed:home'], refused: [], resumed: true });
  second.send('entry.deleted', gone('a'), 'c1');
  await vi.waitFor(() => expect(world.received).toHaveLength(1));
  expect(world.gaps).toHaveLength(2);
});

test('refused topics are reported', async () => {
  await using world = await connect();
  const refused = vi.fn();
  world.realtime.onRefused(refused);
  world.realtime.subscribe(['entry:1']);
  const guest = await world.gateway.next();
  guest.ready('c0');
  guest.answer(await guest.command(0), { granted: [], refused: ['entry:1'], resumed: false });
  await vi.waitFor(() => expect(refused).toHaveBeenCalledWith(['entry:1']));
});

test('a token that is not taken is renewed before the next try', async () => {
  await using world = await connect();
  const first = await world.gateway.next();
  first.socket.close(4401);
  const second = await world.gateway.next();
  expect(second.token).toBe('renewed-1');
});

test('after three handshakes that came to nothing it tries another token', async () => {
  await using world = await connect();
  const tokensSeen: (string | null)[] = [];
  for (let round = 0; round < 4; round++) {
    const guest = await world.gateway.next();
    tokensSeen.push(guest.token);
    guest.socket.close(1011);
  }
  expect(tokensSeen).toEqual(['first', 'first', 'first', 'renewed-1']);
});

test('a token that nobody takes any more ends the connection and the session', async () => {
  await using world = await connect({}, () => problem(401, 'session_ended'));
  const first = await world.gateway.next();
  first.socket.close(4401);
  await vi.waitFor(() => expect(world.realtime.status).toBe('ended'));
  expect(world.ends).toEqual(['ended']);
});

test('a revoked session is the end: nobody comes back', async () => {
  await using world = await connect();
  const revoked = vi.fn();
  world.realtime.on('session.revoked', revoked);
  const guest = await world.gateway.next();
  guest.ready('c0');
  guest.send('session.revoked', { reason: 'signed out elsewhere' });
  await vi.waitFor(() => expect(world.realtime.status).toBe('ended'));
  expect(revoked).toHaveBeenCalledWith({ reason: 'signed out elsewhere' }, null);
  expect(world.ends).toEqual(['ended']);
  expect(await world.session.accessToken()).toBeNull();
  await expect(world.realtime.command('presence.set', { status: 'dnd' })).rejects.toThrow(/closed/);
});

test('signing out ends the connection', async () => {
  await using world = await connect();
  const guest = await world.gateway.next();
  guest.ready('c0');
  await vi.waitFor(() => expect(world.realtime.status).toBe('online'));
  world.session.end('left');
  await guest.closed();
  expect(world.statuses).toEqual(['online', 'ended']);
});

test('a listener that throws keeps no other from being called', async () => {
  await using world = await connect();
  const report = vi.fn();
  vi.stubGlobal('reportError', report);
  world.realtime.on('message.deleted', () => {
    throw new Error('broken view');
  });
  const sound = vi.fn();
  world.realtime.on('message.deleted', sound);
  const guest = await world.gateway.next();
  guest.ready('c0');
  guest.send('message.deleted', { id: 'm', channelId: 'x', ordinal: 1, deletedAt: 'now' }, 'c1');
  await vi.waitFor(() => expect(sound).toHaveBeenCalledOnce());
  expect(report).toHaveBeenCalledWith(expect.objectContaining({ message: 'broken view' }));
});
