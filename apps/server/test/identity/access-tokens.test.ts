import { generateKeyPairSync, randomBytes } from 'node:crypto';
import {
  createLocalJWKSet,
  decodeJwt,
  decodeProtectedHeader,
  type JSONWebKeySet,
  type JWTHeaderParameters,
  type JWTPayload,
  jwtVerify,
  SignJWT,
} from 'jose';
import { describe, expect, it } from 'vitest';
import { SigningKeys } from '../../src/modules/identity/index.js';
import { World } from '../support/world.js';

const world = await World.open();
const MINUTE_MS = 60_000;

const statusWith = async (token: string) => (await world.request('GET', '/users/me', { token })).status;

const keySet = async () => {
  const response = await fetch(`${world.url}/.well-known/jwks.json`);
  expect(response.headers.get('content-type')).toContain('application/jwk-set+json');
  return (await response.json()) as JSONWebKeySet;
};

describe('an access token', () => {
  it('is verified with the published keys alone', async () => {
    const ada = await world.person('ada');
    const { payload, protectedHeader } = await jwtVerify(
      await ada.token(),
      createLocalJWKSet(await keySet()),
      { issuer: world.url, audience: 'plaza', currentDate: world.clock.now() },
    );
    expect(payload.sub).toBe(ada.id);
    expect(Number(payload.exp) - Number(payload.iat)).toBe(900);
    expect(protectedHeader).toMatchObject({ alg: 'EdDSA', typ: 'at+jwt' });
  });

  it('runs out after 15 minutes, also where it was seen before', async () => {
    const ada = await world.person('ada');
    const token = await ada.token();
    expect(await statusWith(token)).toBe(200);
    world.clock.advance(15 * MINUTE_MS + 1_000);
    expect(await statusWith(token)).toBe(401);
  });

  it('is refused in every forged form', async () => {
    const ada = await world.person('ada');
    const token = await ada.token();
    const claims = decodeJwt(token);
    const header = decodeProtectedHeader(token) as JWTHeaderParameters;
    const [head, body, signature] = token.split('.') as [string, string, string];
    const published = (await keySet()).keys[0];
    const stranger = generateKeyPairSync('ed25519').privateKey;
    const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const signed = (
      changedHeader: Partial<JWTHeaderParameters>,
      changed: JWTPayload,
      key: Parameters<SignJWT['sign']>[0] = stranger,
    ) => new SignJWT({ ...claims, ...changed }).setProtectedHeader({ ...header, ...changedHeader }).sign(key);
    const publicBytes = Buffer.from(String(published?.x), 'base64url');
    const forged = {
      'without a signature': `${encode({ ...header, alg: 'none' })}.${body}.`,
      'alg none with the old signature': `${encode({ ...header, alg: 'none' })}.${body}.${signature}`,
      'alg None': `${encode({ ...header, alg: 'None' })}.${body}.`,
      'another key': await signed({}, {}),
      'the public key as a shared secret': await signed({ alg: 'HS256' }, {}, publicBytes),
      'its own key in the header': await signed(
        { jwk: generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' }) },
        {},
      ),
      'another kid': await signed({ kid: 'unknown' }, {}),
      'a path as kid': await signed({ kid: '../../../../dev/null' }, {}, randomBytes(32)).catch(() =>
        signed({ kid: '../../../../dev/null' }, {}),
      ),
      'SQL as kid': await signed({ kid: `' or 1=1 --` }, {}),
      'an address as kid': await signed({ kid: 'https://evil.example/jwks.json' }, {}),
      'a name of every object as kid': await signed({ kid: '__proto__' }, {}),
      'no kid': await signed({ kid: undefined } as never, {}),
      'another subject': `${head}.${encode({ ...claims, sub: randomBytes(8).toString('hex') })}.${signature}`,
      'a later end': `${head}.${encode({ ...claims, exp: Number(claims.exp) + 9_999 })}.${signature}`,
      'cut off': token.slice(0, -4),
      'five parts': `${token}.${token}`,
      'very long': `${token}${'A'.repeat(5_000)}`,
    };
    for (const [name, attempt] of Object.entries(forged)) {
      expect([name, await statusWith(attempt)]).toEqual([name, 401]);
    }
    expect(await statusWith(token)).toBe(200);
  });

  it('is refused when our own key signed it for another purpose, issuer, audience or session', async () => {
    const [ada, bob] = await world.people(2);
    if (!ada || !bob) throw new Error('Nobody is there');
    const token = await ada.token();
    const claims = decodeJwt(token);
    const header = decodeProtectedHeader(token) as JWTHeaderParameters;
    const { privateKey } = await world.server.app
      .get(SigningKeys, { strict: false })
      .signerAt(world.clock.now());
    const signed = (changed: Record<string, unknown>, changedHeader = {}) =>
      new SignJWT({ ...claims, ...changed })
        .setProtectedHeader({ ...header, ...changedHeader })
        .sign(privateKey);
    expect(await statusWith(await signed({}))).toBe(200);
    const others = [
      signed({ iss: 'https://evil.example' }),
      signed({ aud: 'another-app' }),
      signed({ sub: bob.id }),
      signed({ sid: bob.id }),
      signed({ exp: Number(claims.iat) - 1 }),
      signed({ nbf: Number(claims.exp) }),
      signed({}, { typ: 'JWT' }),
      signed({ sid: undefined }),
      signed({ exp: undefined }),
    ];
    for (const other of others) expect(await statusWith(await other)).toBe(401);
  });

  it.each(['Bearer', 'Bearer ', 'Basic YTpi', 'Bearer a b', 'bearer x'])(
    'is wanted where the header says %j',
    async (authorization) => {
      const { status } = await world.request('GET', '/users/me', { headers: { authorization } });
      expect(status).toBe(401);
    },
  );
});

describe('signing keys', () => {
  it('rotate without a token being refused, and go once nothing they signed lives', async () => {
    const keys = world.server.app.get(SigningKeys, { strict: false });
    const ada = await world.person('ada');
    const before = await ada.token();
    const [old] = (await keySet()).keys;
    await keys.rotate();
    expect((await keySet()).keys).toHaveLength(2);
    const during = await world.person('bob');
    expect(decodeProtectedHeader(await during.token()).kid).toBe(old?.kid);
    world.clock.advance(6 * MINUTE_MS);
    const after = await world.person('carla');
    expect(decodeProtectedHeader(await after.token()).kid).not.toBe(old?.kid);
    for (const token of [before, await during.token(), await after.token()]) {
      expect(await statusWith(token)).toBe(200);
    }
    world.clock.advance(30 * MINUTE_MS);
    expect((await keySet()).keys.map(({ kid }) => kid)).not.toContain(old?.kid);
    expect((await keySet()).keys).toHaveLength(1);
  });

  it('make room every thirty days, and leave no row once they are trusted no more', async () => {
    const keys = world.server.app.get(SigningKeys, { strict: false });
    const stored = () => world.rows<{ id: string }>('select id from signing_keys order by created_at');
    await keys.rotateWhenDue();
    const before = await stored();
    world.clock.advance(30 * 24 * 60 * MINUTE_MS);
    await keys.rotateWhenDue();
    await keys.rotateWhenDue();
    const after = await stored();
    expect(after).toHaveLength(2);
    expect(after[0]).toEqual(before.at(-1));
    expect(
      await world.rows(`select cron from pgboss.schedule where name = 'identity.rotateKeys'`),
    ).toHaveLength(1);
  });

  it('are stored sealed', async () => {
    const rows = await world.rows<{ public_jwk: object; private_key: Buffer }>('select * from signing_keys');
    for (const { public_jwk, private_key } of rows) {
      expect(public_jwk).not.toHaveProperty('d');
      expect(private_key.length).toBe(48 + 12 + 16);
    }
  });
});

it('no answer of the API is kept by a cache', async () => {
  const ada = await world.person('ada');
  for (const path of ['/users/me', `/users/${ada.id}`, '/users/nobody_at_all']) {
    const { headers } = await world.request('GET', path, { token: await ada.token() });
    expect(headers.get('cache-control')).toBe('no-store');
  }
});
