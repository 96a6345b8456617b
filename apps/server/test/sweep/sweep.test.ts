import { randomUUID } from 'node:crypto';
import { kindOfBody, takesIdempotencyKey } from '@plaza/contract';
import { SignJWT } from 'jose';
import { beforeAll, describe, expect, it } from 'vitest';
import { World } from '../support/world.js';
import { digest } from './digest.js';
import { bodyOf, pathOf, type SampleRequest, sweptOperations, textFields } from './requests.js';
import { type Scene, setScene } from './scene.js';

const NUL = '\u0000';
const LONE_SURROGATE = '\ud800';
const OVERSIZE = 'x'.repeat(200_000);
const UNKNOWN_ID = '01900000-0000-7000-8000-000000000000';

const world = await World.open();
let scene: Scene;
let token: string;

beforeAll(async () => {
  scene = await setScene(world);
  await world.quiet();
  token = await scene.ada.token();
});

const withAnyBody = sweptOperations.filter(({ shape }) => shape.body);
const withBody = withAnyBody.filter(({ shape }) => shape.body && kindOfBody(shape.body) === 'json');
const withIds = sweptOperations.filter(({ shape }) =>
  Object.keys(shape.params?.shape ?? {}).some((name) => name.endsWith('Id')),
);
const signedIn = sweptOperations.filter(({ shape }) => shape.access === 'user');
const posts = sweptOperations.filter(({ shape }) => shape.method === 'POST');

/** Sends it and expects a refusal that left no trace. */
async function refused(
  shape: (typeof sweptOperations)[number]['shape'],
  request: SampleRequest,
  expected: { status: number; code: string },
  options: { token?: string; raw?: string; type?: string } = { token },
): Promise<void> {
  const before = await digest(world);
  const { status, body } = await world.request(shape.method, pathOf(shape, request), {
    ...(options.token !== undefined && { token: options.token }),
    body: options.raw ?? bodyOf(shape, request),
    ...(options.type !== undefined && { headers: { 'content-type': options.type } }),
  });
  expect({ status, code: (body as { code?: string }).code }).toEqual(expected);
  expect(await digest(world)).toBe(before);
}

describe('without the right token', () => {
  it.each(signedIn)('$name asks strangers to sign in', async ({ shape, sample }) => {
    await refused(shape, sample(scene), { status: 401, code: 'unauthenticated' }, {});
  });

  it.each(sweptOperations)('$name refuses a token of another key', async ({ shape, sample }) => {
    const foreign = await new SignJWT({ sid: UNKNOWN_ID })
      .setProtectedHeader({ alg: 'HS256', kid: '../../secret.key' })
      .setSubject(scene.ada.id)
      .setIssuer(world.url)
      .setExpirationTime('15m')
      .sign(new TextEncoder().encode('a key of somebody else, long enough'));
    await refused(shape, sample(scene), { status: 401, code: 'unauthenticated' }, { token: foreign });
  });

  it('a revoked token opens nothing', async () => {
    const carl = await world.person('carl');
    const revoked = await carl.token();
    await carl.api.auth.logout();
    for (const { shape, sample } of sweptOperations) {
      const request = sample(scene);
      const { status } = await world.request(shape.method, pathOf(shape, request), {
        token: revoked,
        body: bodyOf(shape, request),
      });
      expect(status, pathOf(shape, request)).toBe(401);
    }
  });
});

describe('with a body that is not one', () => {
  it.each(withAnyBody)('$name refuses one of another kind', async ({ shape, sample }) => {
    const options = { token, raw: 'hello', type: 'text/x-unknown' };
    await refused(shape, sample(scene), { status: 415, code: 'unsupported_media_type' }, options);
  });

  it.each(withBody)('$name refuses half of a JSON text', async ({ shape, sample }) => {
    await refused(shape, sample(scene), { status: 400, code: 'malformed_request' }, { token, raw: '{"a":' });
  });

  it.each(withBody)('$name refuses a prototype', async ({ shape, sample }) => {
    const raw = '{"__proto__":{"isAdmin":true}}';
    await refused(shape, sample(scene), { status: 400, code: 'malformed_request' }, { token, raw });
  });

  it.each(withBody)('$name refuses nesting without end', async ({ shape, sample }) => {
    const raw = `{"a":${'['.repeat(40)}${']'.repeat(40)}}`;
    await refused(shape, sample(scene), { status: 400, code: 'malformed_request' }, { token, raw });
  });

  it.each(withBody)('$name refuses a field it does not know', async ({ shape, sample }) => {
    const request = sample(scene);
    const spoiled = { ...request, body: { ...request.body, isAdmin: true } };
    await refused(shape, spoiled, { status: 422, code: 'invalid_input' });
  });

  it.each(withBody)('$name refuses text that is none, or too much of it', async ({ shape, sample }) => {
    const request = sample(scene);
    for (const field of textFields(request.body ?? {})) {
      for (const text of [`a${NUL}b`, `a${LONE_SURROGATE}b`, OVERSIZE]) {
        const spoiled = { ...request, body: { ...request.body, [field]: text } };
        await refused(shape, spoiled, { status: 422, code: 'invalid_input' });
      }
    }
  });
});

describe('with an address that names nothing', () => {
  it.each(sweptOperations)('$name refuses a query parameter it does not know', async ({ shape, sample }) => {
    const request = sample(scene);
    if (!shape.query) return;
    await refused(
      shape,
      { ...request, query: { ...request.query, isAdmin: '1' } },
      {
        status: 422,
        code: 'invalid_input',
      },
    );
  });

  it.each(withIds)('$name takes no other kind of id', async ({ shape, sample }) => {
    const request = sample(scene);
    for (const name of Object.keys(request.params ?? {}).filter((key) => key.endsWith('Id'))) {
      for (const id of ['1', 'null', randomUUID(), "' or 1=1"]) {
        const spoiled = { ...request, params: { ...request.params, [name]: id } };
        await refused(shape, spoiled, { status: 422, code: 'invalid_input' });
      }
    }
  });

  it.each(withIds)('$name finds nothing under an unknown id', async ({ shape, sample }) => {
    const request = sample(scene);
    const [name] = Object.keys(request.params ?? {});
    const spoiled = { ...request, params: { ...request.params, [name ?? '']: UNKNOWN_ID } };
    await refused(shape, spoiled, { status: 404, code: 'not_found' });
  });
});

describe('sent again with the same key', () => {
  it.each(posts.filter(({ shape }) => takesIdempotencyKey(shape) && shape.status !== 204))(
    '$name answers as it did the first time',
    async ({ shape, sample }) => {
      const request = sample(scene);
      const send = (body: unknown) =>
        world.request('POST', pathOf(shape, request), {
          token,
          headers: { 'idempotency-key': `${shape.path} ${process.pid}`.slice(0, 64) },
          ...(body !== undefined && { body }),
        });
      const first = await send(request.body);
      await world.quiet();
      const before = await digest(world);
      const second = await send(request.body);
      expect({ status: second.status, body: second.body }).toEqual({
        status: first.status,
        body: first.body,
      });
      expect(await digest(world)).toBe(before);
      if (!request.body) return;
      const other = await send({ ...request.body, ...spoil(request.body) });
      expect(other.status).toBe(409);
    },
  );
});

function spoil(body: Record<string, unknown>): Record<string, unknown> {
  const [field] = textFields(body).filter((name) => !['kind', 'type', 'userId', 'messageId'].includes(name));
  return field ? { [field]: `${body[field]}x` } : { userId: scene.ada.id };
}
