import { beforeAll, describe, expect, it } from 'vitest';
import { OperationsTestApp, refusal } from './support/operations-test-app.js';

const app = await OperationsTestApp.open();
const text = '0123456789abcdefghij';
let path: string;
let etag: string;

beforeAll(async () => {
  const response = await app.fetch('/blobs', {
    method: 'PUT',
    token: app.token(),
    body: text,
    headers: { 'Content-Type': 'image/png' },
  });
  const { sha256 } = (await response.json()) as { sha256: string };
  path = `/blobs/${sha256}`;
  etag = `"${sha256}"`;
});

async function get(headers: Record<string, string> = {}, method = 'GET') {
  const response = await app.fetch(path, { method, headers });
  return {
    status: response.status,
    body: await response.text(),
    length: response.headers.get('content-length'),
    range: response.headers.get('content-range'),
    headers: response.headers,
  };
}

describe('bytes', () => {
  it('come in whole, with what a client needs to come back for parts', async () => {
    const { status, body, length, headers } = await get();
    expect({ status, body, length }).toEqual({ status: 200, body: text, length: '20' });
    expect(Object.fromEntries(headers)).toMatchObject({
      'content-type': 'application/octet-stream',
      etag,
      'accept-ranges': 'bytes',
      'cache-control': 'private, max-age=60',
      'content-security-policy': expect.stringContaining('sandbox'),
      'x-content-type-options': 'nosniff',
    });
  });

  it.each([
    ['bytes=0-0', '0', 'bytes 0-0/20'],
    ['bytes=0-9', '0123456789', 'bytes 0-9/20'],
    ['bytes=10-', 'abcdefghij', 'bytes 10-19/20'],
    ['bytes=19-19', 'j', 'bytes 19-19/20'],
    ['bytes=15-99999', 'fghij', 'bytes 15-19/20'],
    ['bytes=-3', 'hij', 'bytes 17-19/20'],
    ['bytes=-99999', text, 'bytes 0-19/20'],
    ['bytes=0-99999999999999999999999', text, 'bytes 0-19/20'],
  ])('come in part: %s', async (asked, body, range) => {
    expect(await get({ Range: asked })).toMatchObject({
      status: 206,
      body,
      range,
      length: String(body.length),
    });
  });

  it.each(['bytes=20-', 'bytes=20-30', 'bytes=-0', 'bytes=99999999999999999999999-'])(
    'are not there: %s',
    async (asked) => {
      const response = await app.fetch(path, { headers: { Range: asked } });
      expect(response.headers.get('content-range')).toBe('bytes */20');
      expect(await refusal(response)).toEqual({ status: 416, code: 'range_not_satisfiable' });
    },
  );

  it.each([
    'bytes=5-2',
    'bytes=',
    'bytes=-',
    'bytes=a-b',
    'lines=1-2',
    'bytes=0-1,3-4',
    'bytes=0-1-2',
    'bytes=-1-2',
  ])('come in whole where the range is none that we serve: %s', async (asked) => {
    expect(await get({ Range: asked })).toMatchObject({ status: 200, body: text, range: null });
  });

  it('come in part only while they are the same', async () => {
    const Range = 'bytes=0-1';
    expect(await get({ Range, 'If-Range': etag })).toMatchObject({ status: 206, body: '01' });
    for (const condition of ['"another"', `W/${etag}`, 'Wed, 21 Oct 2015 07:28:00 GMT']) {
      expect(await get({ Range, 'If-Range': condition }), condition).toMatchObject({
        status: 200,
        body: text,
      });
    }
  });

  it('are not sent to a client that has them', async () => {
    for (const tags of [etag, `W/${etag}`, '*', `"x", ${etag}`]) {
      expect(await get({ 'If-None-Match': tags, Range: 'bytes=0-1' }), tags).toMatchObject({
        status: 304,
        body: '',
      });
    }
    expect((await get({ 'If-None-Match': '"x"' })).status).toBe(200);
  });

  it('can be asked about', async () => {
    expect(await get({ Range: 'bytes=0-1' }, 'HEAD')).toMatchObject({ status: 200, body: '', length: '20' });
  });

  it('are refused in words', async () => {
    expect(await refusal(await app.fetch(`/blobs/${'0'.repeat(64)}`))).toEqual({
      status: 404,
      code: 'not_found',
    });
    expect(await refusal(await app.fetch('/blobs/..%2f..%2fetc'))).toMatchObject({ status: 422 });
  });

  it('may be none at all', async () => {
    const response = await app.fetch('/blobs', {
      method: 'PUT',
      token: app.token(),
      body: new Uint8Array(0),
      headers: { 'Content-Type': 'image/png' },
    });
    const { sha256 } = (await response.json()) as { sha256: string };
    const whole = await app.fetch(`/blobs/${sha256}`);
    expect([whole.status, await whole.text(), whole.headers.get('content-length')]).toEqual([200, '', '0']);
    for (const Range of ['bytes=0-', 'bytes=-1']) {
      expect((await app.fetch(`/blobs/${sha256}`, { headers: { Range } })).status).toBe(416);
    }
  });
});
