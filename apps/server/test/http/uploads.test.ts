import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { eventually } from '../support/eventually.js';
import { noise, sha256 } from './support/content.js';
import { expectNoBugs } from './support/no-bugs.js';
import { OperationsTestApp, refusal } from './support/operations-test-app.js';
import { RawClient } from './support/raw-client.js';
import { beforeImage, headOf } from './support/raw-multipart.js';
import { KIB } from './support/test-operations.js';

const app = await OperationsTestApp.open({
  requestMs: 400,
  window: { ms: 300, bytes: 1_000 },
  rest: { ms: 1_000, bytes: 512 * KIB },
});
expectNoBugs(app);
const moderator = app.token();
const openPart = (length: number | 'chunked') => headOf('/emblems', moderator, length);

describe('a connection', () => {
  it('survives a file that is too large', async () => {
    const client = await RawClient.open(app.port);
    const file = 'x'.repeat(300 * KIB);
    client.write(`${openPart('chunked')}`);
    for (const text of [beforeImage, file, '\r\n--XX--\r\n']) {
      client.write(`${text.length.toString(16)}\r\n${text}\r\n`);
    }
    client.write('0\r\n\r\n');
    expect((await client.response())?.status).toBe(413);
    expect(await client.isAlive()).toBe(true);
    client.socket.destroy();
  });

  it('survives a body that says beforehand that it is too large', async () => {
    const client = await RawClient.open(app.port);
    const length = 5_000 * KIB;
    client.write(
      'PUT /api/v1/blobs HTTP/1.1',
      'Host: test',
      `Authorization: Bearer ${moderator}`,
      'Content-Type: image/png',
      `Content-Length: ${length}`,
      '',
      'x'.repeat(KIB),
    );
    expect((await client.response())?.status).toBe(413);
    client.socket.destroy();
  });

  it('ends where a client does not stop sending what was refused', async () => {
    const client = await RawClient.open(app.port);
    client.write(openPart(3_000 * KIB) + beforeImage + 'x'.repeat(100 * KIB));
    expect((await client.response())?.status).toBe(413);
    client.write('x'.repeat(1_000 * KIB));
    await eventually(() => expect(client.isClosed).toBe(true));
  });
});

describe('an upload that is cut off', () => {
  it.each([
    ['in the middle of a file', openPart(50_000) + beforeImage + 'x'.repeat(10_000)],
    ['between the fields', openPart(50_000) + beforeImage.slice(0, 80)],
    ['at its beginning', openPart(50_000)],
  ])('%s leaves nothing behind', async (_name, text) => {
    const stored = await app.stored();
    const client = await RawClient.open(app.port);
    client.write(text);
    await pause(50);
    client.socket.destroy();
    await pause(50);
    expect(await app.stored()).toEqual(stored);
    for (const failure of app.controller.failures)
      expect(failure).toMatchObject({ code: 'malformed_request' });
  });

  it('as plain bytes, too', async () => {
    const stored = await app.stored();
    const client = await RawClient.open(app.port);
    client.write(
      'PUT /api/v1/blobs HTTP/1.1',
      'Host: test',
      `Authorization: Bearer ${moderator}`,
      'Content-Type: image/png',
      'Content-Length: 50000',
      '',
      'x'.repeat(20_000),
    );
    await eventually(async () => expect(await app.stored()).toHaveLength(stored.length + 1));
    client.socket.destroy();
    await eventually(() => expect(app.controller.failures).toMatchObject([{ code: 'malformed_request' }]));
    expect(await app.stored()).toEqual(stored);
  });
});

describe('a body that comes slowly', () => {
  it('is given up once it stands still, with an answer', async () => {
    const stored = await app.stored();
    const client = await RawClient.open(app.port);
    client.write(openPart(50_000) + beforeImage + 'x'.repeat(5_000));
    const response = await client.response();
    expect(response?.status).toBe(408);
    expect(JSON.parse(response?.body ?? '')).toMatchObject({ code: 'request_timeout' });
    await eventually(() => expect(client.isClosed).toBe(true));
    expect(await app.stored()).toEqual(stored);
  });

  it('is given up when it drips', async () => {
    const client = await RawClient.open(app.port);
    client.write(openPart(50_000) + beforeImage);
    const dripping = setInterval(() => client.write('x'), 20);
    expect((await client.response())?.status).toBe(408);
    clearInterval(dripping);
    client.socket.destroy();
  });

  it('may take longer than a request that is read whole, as long as it moves', async () => {
    const client = await RawClient.open(app.port);
    const chunk = 'x'.repeat(4_000);
    const end = '\r\n--XX--\r\n';
    client.write(openPart(beforeImage.length + 15 * chunk.length + end.length) + beforeImage);
    for (let sent = 0; sent < 15; sent += 1) {
      await pause(100);
      client.write(chunk);
    }
    client.write(end);
    expect((await client.response())?.status).toBe(201);
    expect(await client.isAlive()).toBe(true);
    client.socket.destroy();
  });

  it('is given up as JSON or a form, with an answer', async () => {
    const client = await RawClient.open(app.port);
    client.write(
      'POST /api/v1/consent HTTP/1.1',
      'Host: test',
      'Content-Type: application/x-www-form-urlencoded',
      'Content-Length: 500',
      '',
      'app=',
    );
    const response = await client.response();
    expect(response?.status).toBe(408);
    expect(JSON.parse(response?.body ?? '')).toMatchObject({ code: 'request_timeout' });
    await eventually(() => expect(client.isClosed).toBe(true));
  });
});

describe('plain bytes', () => {
  const put = (body: NonNullable<RequestInit['body']>, type: string) =>
    app.fetch('/blobs', {
      method: 'PUT',
      token: moderator,
      body,
      headers: { 'Content-Type': type },
      duplex: 'half',
    });

  it('are taken as they are', async () => {
    const content = noise(3_000 * KIB);
    const response = await put(content, 'application/offset+octet-stream');
    expect(await response.json()).toEqual({
      sha256: sha256(content),
      size: content.length,
      mediaType: 'application/offset+octet-stream',
      length: content.length,
    });
  });

  it('may be of any type the operation names, and of no other', async () => {
    expect((await put(noise(9), 'Image/PNG; quality=1')).status).toBe(200);
    for (const type of ['application/json', 'text/plain', 'image', 'image/', 'image/*', '*/*']) {
      expect(await refusal(await put(noise(9), type)), type).toEqual({
        status: 415,
        code: 'unsupported_media_type',
      });
    }
  });

  it('may not be more than the operation takes', async () => {
    const stored = await app.stored();
    const response = await put(
      new ReadableStream<Uint8Array>({
        start(controller) {
          for (let sent = 0; sent < 5; sent += 1) controller.enqueue(noise(1_000 * KIB));
          controller.close();
        },
      }),
      'image/png',
    );
    expect(await refusal(response)).toEqual({ status: 413, code: 'payload_too_large' });
    expect(await app.stored()).toEqual(stored);
  });
});
