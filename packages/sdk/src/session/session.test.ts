import { afterEach, expect, test, vi } from 'vitest';
import { createClient } from '../client.js';
import { OfflineError } from '../errors.js';
import { type Behaviour, type Peer, problem, type Received, startPeer, tokens } from '../testing/peer.js';
import { Session, type SessionOptions } from './session.js';
import type { EndReason } from './tabs.js';

afterEach(() => void vi.useRealTimers());

const isRefresh = ({ url }: Received) => url === '/api/v1/auth/refresh';
const refreshesOf = (peer: Peer) => peer.received.filter(isRefresh);
const account = { id: '01970000-0000-7000-8000-000000000001', username: 'ada' };

/** Answers refreshes with `renewed-1`, `renewed-2` … and everything else as told. */
function renewing(rest: Behaviour): Behaviour {
  let renewals = 0;
  return (request, count) =>
    isRefresh(request) ? { status: 200, json: tokens(`renewed-${++renewals}`) } : rest(request, count);
}

const takesOnly =
  (token: string): Behaviour =>
  ({ headers }) =>
    headers.authorization === `Bearer ${token}`
      ? { status: 200, json: { items: [], nextCursor: null } }
      : problem(401, 'unauthenticated');

function open(peer: Peer, options: Partial<SessionOptions> = {}) {
  const ends: EndReason[] = [];
  const session = new Session({ baseUrl: peer.url, onSignedOut: (reason) => ends.push(reason), ...options });
  return { session, ends, plaza: createClient({ baseUrl: peer.url, session }) };
}

test('signing in starts the session, and the next call carries its token', async () => {
  await using peer = await startPeer(({ url }) =>
    url.endsWith('/login')
      ? { status: 200, json: { user: account, ...tokens('first') } }
      : { status: 200, json: account },
  );
  const { session, plaza } = open(peer);
  expect(session.isSignedIn).toBe(false);
  await plaza.auth.login({ body: { login: 'ada', password: 'correct horse' } });
  expect(session.isSignedIn).toBe(true);
  await plaza.users.me();
  expect(peer.received[0]?.body).toMatchObject({ refreshTokenIn: 'body' });
  expect(peer.received[1]?.headers.authorization).toBe('Bearer first');
});

test('signing out tells the server first, then forgets', async () => {
  await using peer = await startPeer(() => ({ status: 204 }));
  const { session, plaza, ends } = open(peer);
  session.start(tokens('first'));
  await plaza.auth.logout();
  expect(peer.received[0]?.headers.authorization).toBe('Bearer first');
  expect(await session.accessToken()).toBeNull();
  expect(ends).toEqual(['left']);
});

test('signing out of a session that has ended already is no error', async () => {
  await using peer = await startPeer(() => problem(401, 'session_ended'));
  const { session, plaza, ends } = open(peer);
  session.start(tokens('first'));
  await plaza.auth.logout();
  expect(session.isSignedIn).toBe(false);
  expect(ends).toEqual(['left']);
});

test('who signs out is not told that their session was ended, though the server says so before it answers', async () => {
  await using peer = await startPeer(() => {
    session.end('ended');
    return { status: 204 };
  });
  const { session, plaza, ends } = open(peer);
  session.start(tokens('first'));
  await plaza.auth.logout();
  expect(ends).toEqual(['left']);
});

test('a token is renewed before it expires, once for all calls', async () => {
  await using peer = await startPeer(renewing(takesOnly('renewed-1')));
  const { session, plaza } = open(peer);
  vi.useFakeTimers({ toFake: ['Date'] });
  session.start(tokens('first', { expiresIn: 900 }));
  vi.setSystemTime(Date.now() + 880_000);
  await Promise.all([plaza.posts.list(), plaza.posts.list(), plaza.feeds.home()]);
  expect(refreshesOf(peer)).toHaveLength(1);
  expect(refreshesOf(peer)[0]?.body).toEqual({ refreshToken: 'refresh-of-first' });
  expect(peer.received).toHaveLength(4);
});

test('a refused token is renewed once for all calls, which go through then', async () => {
  await using peer = await startPeer(renewing(takesOnly('renewed-1')));
  const { session, plaza } = open(peer);
  session.start(tokens('first'));
  await Promise.all([plaza.posts.list(), plaza.posts.list(), plaza.posts.list()]);
  expect(refreshesOf(peer)).toHaveLength(1);
});

test('a server that refuses even the new token is not asked for ever', async () => {
  await using peer = await startPeer(renewing(takesOnly('none')));
  const { session, plaza } = open(peer);
  session.start(tokens('first'));
  await expect(plaza.posts.list()).rejects.toMatchObject({ code: 'unauthenticated' });
  expect(refreshesOf(peer)).toHaveLength(1);
});

test('when the server has ended the session, it is over and the program is told once', async () => {
  await using peer = await startPeer((request) =>
    problem(401, isRefresh(request) ? 'session_ended' : 'unauthenticated'),
  );
  const { session, plaza, ends } = open(peer);
  session.start(tokens('first'));
  await Promise.allSettled([plaza.posts.list(), plaza.posts.list()]);
  expect(ends).toEqual(['ended']);
  expect(session.isSignedIn).toBe(false);
});

test('a refresh without a network does not sign out', async () => {
  await using peer = await startPeer((request) =>
    isRefresh(request) ? 'cut' : { status: 200, json: { items: [], nextCursor: null } },
  );
  const { session, plaza, ends } = open(peer, { refreshToken: 'kept' });
  await expect(plaza.posts.list()).rejects.toBeInstanceOf(OfflineError);
  expect(refreshesOf(peer)).toHaveLength(2);
  expect(session.isSignedIn).toBe(true);
  expect(ends).toEqual([]);
});

test('a token that still has some time serves on when it cannot be renewed', async () => {
  await using peer = await startPeer((request) =>
    isRefresh(request) ? 'cut' : { status: 200, json: { items: [], nextCursor: null } },
  );
  const { session, plaza } = open(peer);
  vi.useFakeTimers({ toFake: ['Date'] });
  session.start(tokens('first', { expiresIn: 900 }));
  vi.setSystemTime(Date.now() + 880_000);
  await plaza.posts.list();
  expect(peer.received.at(-1)?.headers.authorization).toBe('Bearer first');
});

test('a program goes on with the refresh token it kept, and is told each new one', async () => {
  await using peer = await startPeer(renewing(takesOnly('renewed-1')));
  const kept: string[] = [];
  const { plaza } = open(peer, { refreshToken: 'kept', onRefreshToken: (token) => kept.push(token) });
  await plaza.posts.list();
  expect(refreshesOf(peer)[0]?.body).toEqual({ refreshToken: 'kept' });
  expect(kept).toEqual(['refresh-of-renewed-1']);
});

test('a renewal that ends after signing out revives nothing', async () => {
  await using peer = await startPeer(renewing(takesOnly('renewed-1')));
  const { session } = open(peer, { refreshToken: 'kept' });
  const renewal = session.resume();
  session.end('left');
  expect(await renewal).toBe(false);
  expect(session.isSignedIn).toBe(false);
});

test('a page asks with its cookie alone', async () => {
  await using peer = await startPeer((request) =>
    isRefresh(request)
      ? { status: 200, json: { ...tokens('renewed'), refreshToken: null } }
      : problem(401, 'unauthenticated'),
  );
  const { session } = open(peer, { refreshTokenIn: 'cookie' });
  expect(await session.resume()).toBe(true);
  expect(refreshesOf(peer)[0]?.body).toEqual({});
  session.close();
});

test('a stranger’s page tries its luck once and then calls as a stranger', async () => {
  await using peer = await startPeer((request) =>
    isRefresh(request)
      ? problem(401, 'session_ended')
      : { status: 200, json: { items: [], nextCursor: null } },
  );
  const { session, plaza, ends } = open(peer, { refreshTokenIn: 'cookie' });
  await plaza.posts.list();
  await plaza.posts.list();
  expect(refreshesOf(peer)).toHaveLength(1);
  expect(ends).toEqual([]);
  session.close();
});

test('ten tabs renew once, and all of them go on with the same token', async () => {
  await using peer = await startPeer(renewing(takesOnly('none')));
  const tabs = Array.from({ length: 10 }, () => open(peer, { refreshTokenIn: 'cookie' }).session);
  const held = await Promise.all(tabs.map((tab) => tab.accessToken()));
  expect(new Set(held)).toEqual(new Set(['renewed-1']));
  expect(refreshesOf(peer)).toHaveLength(1);
  for (const tab of tabs) tab.close();
});

test('signing out in one tab signs out the others', async () => {
  await using peer = await startPeer(renewing(takesOnly('none')));
  const [here, there] = [open(peer, { refreshTokenIn: 'cookie' }), open(peer, { refreshTokenIn: 'cookie' })];
  await here.session.accessToken();
  await vi.waitFor(async () => expect(await there.session.accessToken()).toBe('renewed-1'));
  here.session.end('left');
  await vi.waitFor(() => expect(there.ends).toEqual(['left']));
  expect(there.session.isSignedIn).toBe(false);
  here.session.close();
  there.session.close();
});

test('signing in in one tab tells the others that they may show another person’s page', async () => {
  await using peer = await startPeer(() => ({ status: 204 }));
  const onSwitched = vi.fn();
  const here = open(peer, { refreshTokenIn: 'cookie' }).session;
  const there = open(peer, { refreshTokenIn: 'cookie', onSwitched }).session;
  here.start(tokens('first', { refreshToken: null }));
  await vi.waitFor(() => expect(onSwitched).toHaveBeenCalledOnce());
  here.close();
  there.close();
});
