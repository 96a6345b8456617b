import { expect, expectTypeOf, test } from 'vitest';
import { createClient } from './client.js';
import { OfflineError, PlazaError } from './errors.js';
import { Session } from './session/session.js';
import { type Behaviour, problem, startPeer, tokens } from './testing/peer.js';

const id = '01970000-0000-7000-8000-000000000001';

async function signedIn(behaviour: Behaviour) {
  const peer = await startPeer(behaviour);
  const session = new Session({ baseUrl: peer.url });
  session.start(tokens('first'));
  const plaza = createClient({ baseUrl: peer.url, session });
  return { peer, session, plaza, [Symbol.asyncDispose]: () => peer[Symbol.asyncDispose]() };
}

test('a call puts params, query, body and token where the contract has them', async () => {
  await using world = await signedIn(() => ({ status: 200, json: { ok: true } }));
  await world.plaza.entries.vote({ params: { entryId: id }, body: { value: 1 } });
  await world.plaza.posts.list({ query: { sort: 'top', limit: 5, cursor: undefined } });
  const [vote, list] = world.peer.received;
  expect(vote).toMatchObject({
    method: 'PUT',
    url: `/api/v1/entries/${id}/vote`,
    body: { value: 1 },
    headers: { authorization: 'Bearer first', 'content-type': 'application/json' },
  });
  expect(list).toMatchObject({ method: 'GET', url: '/api/v1/posts?sort=top&limit=5', body: undefined });
});

test('a parameter cannot lead to another operation', async () => {
  await using world = await signedIn(() => ({ status: 204 }));
  const take = world.plaza.roles.take({ params: { communityId: id, userId: '..', roleId: id } });
  await expect(take).rejects.toThrow(/userId/);
  await world.plaza.users.get({ params: { idOrUsername: 'a/../b?c' } });
  expect(world.peer.received.map(({ url }) => url)).toEqual(['/api/v1/users/a%2F..%2Fb%3Fc']);
});

test('a POST that lost its answer is sent again with the same key', async () => {
  await using world = await signedIn((_, count) =>
    count === 1 ? 'cut' : { status: 201, json: { id, title: 'Hello' } },
  );
  const post = await world.plaza.posts.create({ body: { title: 'Hello', body: 'World' } });
  expect(post).toMatchObject({ title: 'Hello' });
  const keys = world.peer.received.map(({ headers }) => headers['idempotency-key']);
  expect(keys).toHaveLength(2);
  expect(keys[0]).toMatch(/^[0-9a-f]{32}$/);
  expect(keys[1]).toBe(keys[0]);
});

test('two calls have two keys, and one’s own key is used as it is', async () => {
  await using world = await signedIn(() => ({ status: 201, json: {} }));
  const body = { title: 'Hello', body: 'World' };
  await world.plaza.posts.create({ body });
  await world.plaza.posts.create({ body });
  await world.plaza.posts.create({ body }, { idempotencyKey: 'mine' });
  const [first, second, third] = world.peer.received.map(({ headers }) => headers['idempotency-key']);
  expect(first).not.toBe(second);
  expect(third).toBe('mine');
});

test('a stranger’s POST is not sent again, because it carries no key', async () => {
  await using peer = await startPeer(() => 'cut');
  const plaza = createClient({ baseUrl: peer.url });
  await expect(
    plaza.auth.login({ body: { login: 'ada', password: 'correct horse' } }),
  ).rejects.toBeInstanceOf(OfflineError);
  expect(peer.received).toHaveLength(1);
  expect(peer.received[0]?.headers['idempotency-key']).toBeUndefined();
});

test('a DELETE whose answer was lost counts as done when nothing is left', async () => {
  await using world = await signedIn((_, count) => (count === 1 ? 'cut' : problem(404, 'not_found')));
  await expect(world.plaza.posts.delete({ params: { postId: id } })).resolves.toBeUndefined();
});

test('a DELETE of what was never there is refused', async () => {
  await using world = await signedIn(() => problem(404, 'not_found'));
  await expect(world.plaza.posts.delete({ params: { postId: id } })).rejects.toMatchObject({
    code: 'not_found',
    status: 404,
  });
});

test('it waits as long as the server asks, when that is short', async () => {
  await using world = await signedIn((_, count) =>
    count === 1
      ? { ...problem(429, 'rate_limited'), headers: { 'Retry-After': '1' } }
      : { status: 200, json: { items: [], nextCursor: null } },
  );
  const before = performance.now();
  await world.plaza.posts.list();
  expect(performance.now() - before).toBeGreaterThan(1000);
});

test('a long wait is the caller’s to decide', async () => {
  await using world = await signedIn(() => problem(429, 'rate_limited', { retryAfterSeconds: 60 }));
  const error = await world.plaza.posts.list().catch((refusal) => refusal);
  expect(error).toBeInstanceOf(PlazaError);
  expect(error).toMatchObject({ code: 'rate_limited', retryAfterSeconds: 60 });
  expect(world.peer.received).toHaveLength(1);
});

test('slow mode is told, not waited for', async () => {
  await using world = await signedIn(() => problem(429, 'slow_mode', { retryAfterSeconds: 1 }));
  await expect(
    world.plaza.messages.send({ params: { channelId: id }, body: { body: 'Hi' } }),
  ).rejects.toMatchObject({ code: 'slow_mode' });
  expect(world.peer.received).toHaveLength(1);
});

test('a proxy’s page is not taken for an answer', async () => {
  await using world = await signedIn((_, count) =>
    count < 3
      ? { status: 502, text: '<h1>Bad gateway</h1>', headers: { 'Content-Type': 'text/html' } }
      : { status: 200, text: '<h1>Log in to the hotel</h1>', headers: { 'Content-Type': 'text/html' } },
  );
  await expect(world.plaza.posts.list()).rejects.toBeInstanceOf(OfflineError);
  expect(world.peer.received).toHaveLength(3);
});

test('field errors come with their paths', async () => {
  const errors = [{ path: 'title', code: 'too_small', message: 'Too short' }];
  await using world = await signedIn(() => problem(422, 'invalid_input', { errors, requestId: 'r1' }));
  await expect(world.plaza.posts.create({ body: { title: '', body: 'World' } })).rejects.toMatchObject({
    code: 'invalid_input',
    errors,
    requestId: 'r1',
  });
});

test('a server that stays silent is given up after the time limit', async () => {
  await using world = await signedIn(() => 'silence');
  await expect(world.plaza.posts.list({}, { timeoutMs: 30 })).rejects.toMatchObject({
    name: 'OfflineError',
    message: 'The server took too long',
  });
  expect(world.peer.received).toHaveLength(3);
});

test('an aborted call ends at once with the caller’s reason', async () => {
  await using world = await signedIn(() => 'silence');
  const reason = new Error('left the page');
  const controller = new AbortController();
  const call = world.plaza.posts.list({}, { signal: controller.signal });
  controller.abort(reason);
  await expect(call).rejects.toBe(reason);
});

test('the types ask for what is needed and for nothing else', () => {
  const plaza = createClient({ baseUrl: 'http://localhost' });
  expectTypeOf(plaza.posts.list).toBeCallableWith();
  expectTypeOf(plaza.posts.list).toBeCallableWith({ query: { sort: 'new', limit: 5 } });
  expectTypeOf(plaza.entries.comments).toBeCallableWith({ params: { entryId: id } });
  expectTypeOf(plaza.auth.logout).toBeCallableWith();
  expectTypeOf(plaza.auth.logout).returns.resolves.toEqualTypeOf<void>();
  expectTypeOf(plaza.posts.get).returns.resolves.toHaveProperty('title').toEqualTypeOf<string>();
  // @ts-expect-error params are needed
  void (() => plaza.posts.get());
  // @ts-expect-error no such sort
  void (() => plaza.posts.list({ query: { sort: 'newest' } }));
  // @ts-expect-error no such field
  void (() => plaza.posts.create({ body: { title: 'a', body: 'b', colour: 'red' } }));
});
