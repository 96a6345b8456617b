import { listOperations, type Operations } from '@plaza/contract';
import { openApiDocument } from '@plaza/contract/documents';
import { describe, expect, it } from 'vitest';
import { OperationList } from '../../src/platform/http/operation-list.js';
import { OperationsTestApp, refusal } from './support/operations-test-app.js';
import { TestOperationsController, testOperations } from './support/test-operations.js';

const app = await OperationsTestApp.open();
const MINUTE = 60_000;

const grant = { kind: 'grant', grantId: 'g', appId: 'a' } as const;
const personal = { kind: 'token', tokenId: 't' } as const;

describe('an operation that wants a recent proof', () => {
  const erase = (token: string) => app.fetch('/account', { method: 'DELETE', token });

  it('takes a session that proved a credential within ten minutes, and no older proof', async () => {
    const token = app.token();
    expect((await erase(token)).status).toBe(204);
    app.platform.clock.advance(10 * MINUTE - 1_000);
    expect((await erase(token)).status).toBe(204);
    app.platform.clock.advance(1_001);
    expect(await refusal(await erase(token))).toEqual({ status: 403, code: 'step_up_required' });
  });

  it('takes no app and no token of a person, whatever they were granted', async () => {
    for (const credential of [grant, personal]) {
      expect(await refusal(await erase(app.token({ credential })))).toEqual({
        status: 403,
        code: 'step_up_required',
      });
    }
  });
});

describe('an operation for sessions alone', () => {
  it('gives its handler the session, and refuses whoever comes with something else', async () => {
    const call = (token: string) => app.fetch('/account/sign-out', { method: 'POST', token });
    expect((await call(app.token())).status).toBe(200);
    for (const credential of [grant, personal]) {
      expect(await refusal(await call(app.token({ credential })))).toEqual({
        status: 403,
        code: 'insufficient_scope',
      });
    }
  });
});

it('a deprecated operation says so in its headers, and others do not', async () => {
  const old = await app.fetch('/account/old');
  expect(old.headers.get('deprecation')).toBe('@1769817600');
  expect(old.headers.get('sunset')).toBe('Fri, 31 Jul 2026 00:00:00 GMT');
  const other = await app.fetch('/consent?app=x');
  expect(other.headers.get('deprecation')).toBeNull();
});

it('every kind of operation says what is left of its limit', async () => {
  for (const path of ['/account/old', '/consent?app=x', '/consent', '/blobs/x']) {
    const { headers } = await app.fetch(path);
    expect(headers.get('ratelimit-policy'), path).toBe('"read";q=600;w=60');
  }
  const { headers } = await app.fetch('/emblems', { method: 'POST', token: app.token() });
  expect(headers.get('ratelimit-policy')).toBe('"write";q=120;w=60');
});

describe('the list of operations', () => {
  it('does not compile where one has no handler', () => {
    const more = {
      ...testOperations,
      posts: { ping: { ...testOperations.account.old, path: '/ping' } },
    } as const;
    // @ts-expect-error
    OperationList.of(more, [TestOperationsController]);
    // @ts-expect-error
    OperationList.of({} as Operations, [TestOperationsController]);
    expect(OperationList.of(testOperations, [TestOperationsController]).operations).toHaveLength(
      listOperations(testOperations).length,
    );
  });

  it('is described as it behaves', () => {
    const { paths } = openApiDocument('https://plaza.example', '1.2.3', listOperations(testOperations));
    expect(paths['/emblems']?.post).toMatchObject({
      'x-roles': ['moderator', 'admin'],
      requestBody: {
        content: {
          'multipart/form-data': {
            schema: { required: ['name', 'size', 'image'], additionalProperties: false },
            encoding: { image: { contentType: 'image/png, image/gif' }, preview: { contentType: 'image/*' } },
          },
        },
      },
    });
    expect(paths['/emblems']?.post?.parameters).toBeUndefined();
    expect(paths['/blobs']?.put?.requestBody?.content).toEqual({
      'application/offset+octet-stream': {},
      'image/*': {},
    });
    expect(Object.keys(paths['/blobs/{sha256}']?.get?.responses ?? {})).toEqual(
      expect.arrayContaining(['200', '206', '304', '404', '416', '429']),
    );
    expect(paths['/consent']?.get?.responses['200']).toMatchObject({ content: { 'text/html': {} } });
    expect(paths['/consent']?.post?.responses['303']).toMatchObject({ headers: { Location: {} } });
    expect(paths['/progress/{steps}']?.get?.responses['200']).toMatchObject({
      content: { 'text/event-stream': { schema: { 'x-events': { step: { type: 'object' } } } } },
    });
    expect(paths['/account']?.delete).toMatchObject({
      'x-step-up': true,
      'x-problems': expect.arrayContaining(['step_up_required']),
    });
    expect(paths['/account/old']?.get).toMatchObject({
      deprecated: true,
      'x-since': '1.1',
      'x-sunset': '2026-07-31',
    });
  });
});
