import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { eventually } from '../support/eventually.js';
import { OperationsTestApp, refusal } from './support/operations-test-app.js';
import { RawClient } from './support/raw-client.js';
import { KIB } from './support/test-operations.js';

const app = await OperationsTestApp.open({
  requestMs: 400,
  window: { ms: 300, bytes: 1_000 },
  rest: { ms: 1_000, bytes: 512 * KIB },
});
const moderator = app.token();

const sha256 = (content: Uint8Array) => createHash('sha256').update(content).digest('hex');
const noise = (size: number, seed = 7) =>
  Uint8Array.from({ length: size }, (_, index) => (index * 31 + (index >> 8) * seed) % 256);
const png = (size: number, seed?: number) => new Blob([noise(size, seed)], { type: 'image/png' });

type Part = [name: string, value: string | Blob, filename?: string];

function formOf(...parts: Part[]): FormData {
  const form = new FormData();
  for (const [name, value, filename] of parts) {
    if (typeof value === 'string') form.append(name, value);
    else form.append(name, value, filename ?? 'picture.png');
  }
  return form;
}

function create(body: FormData | string, headers: Record<string, string> = {}, token = moderator) {
  return app.fetch('/emblems', { method: 'POST', token, body, headers });
}

const fields: Part[] = [
  ['name', 'Guild'],
  ['size', '3'],
];

/** The head of a multipart request that is written by hand, up to the content of its file. */
function openPart(length: number | 'chunked', token = moderator): string {
  return [
    'POST /api/v1/emblems HTTP/1.1',
    'Host: test',
    `Authorization: Bearer ${token}`,
    'Content-Type: multipart/form-data; boundary=XX',
    length === 'chunked' ? 'Transfer-Encoding: chunked' : `Content-Length: ${length}`,
    '',
    '',
  ].join('\r\n');
}

const before = [
  '--XX',
  'Content-Disposition: form-data; name="name"',
  '',
  'Guild',
  '--XX',
  'Content-Disposition: form-data; name="size"',
  '',
  '3',
  '--XX',
  'Content-Disposition: form-data; name="image"; filename="a.png"',
  'Content-Type: image/png',
  '',
  '',
].join('\r\n');

const unhandled: unknown[] = [];
const note = (reason: unknown) => unhandled.push(reason);
beforeEach(() => {
  app.controller.failures.length = 0;
  process.on('unhandledRejection', note);
});
afterEach(async () => {
  await pause(20);
  process.off('unhandledRejection', note);
  expect(unhandled).toEqual([]);
  expect(app.bugs).toEqual([]);
});

describe('a multipart body', () => {
  it('gives its fields, validated, and then its files, each as it arrives', async () => {
    const [image, preview] = [noise(60 * KIB), noise(5 * KIB, 3)];
    const response = await create(
      formOf(...fields, ['image', png(60 * KIB)], ['preview', new Blob([preview], { type: 'image/webp' })]),
    );
    expect(response.status).toBe(201);
    expect(await response.json()).toEqual({
      name: 'Guild',
      size: 3,
      files: [
        { part: 'image', sha256: sha256(image), size: image.length },
        { part: 'preview', sha256: sha256(preview), size: preview.length },
      ],
    });
    expect((await app.stored()).toSorted()).toEqual([sha256(image), sha256(preview)].toSorted());
  });

  it('may leave out what is optional, and be empty', async () => {
    const response = await create(formOf(...fields, ['image', png(0)]));
    expect(response.status).toBe(201);
    expect(await response.json()).toMatchObject({ files: [{ part: 'image', size: 0 }] });
  });

  it('is for whom the operation is for, and nobody reads it for anybody else', async () => {
    const stored = await app.stored();
    const body = () => formOf(...fields, ['image', png(KIB, 11)]);
    expect(await refusal(await app.fetch('/emblems', { method: 'POST', body: body() }))).toMatchObject({
      status: 401,
      code: 'unauthenticated',
    });
    expect(await refusal(await create(body(), {}, app.token({ role: 'user' })))).toMatchObject({
      status: 403,
      code: 'forbidden',
    });
    const reader = app.token({ scopes: new Set(['posts:read'] as const) });
    expect(await refusal(await create(body(), {}, reader))).toMatchObject({ code: 'insufficient_scope' });
    expect(await app.stored()).toEqual(stored);
  });

  it.each<[string, Part[], Record<string, unknown>]>([
    ['a file is missing', fields, { status: 422, code: 'invalid_input', paths: ['image'] }],
    [
      'a field is missing',
      [['image', png(9)]],
      { status: 422, code: 'invalid_input', paths: ['name', 'size'] },
    ],
    [
      'a field is wrong',
      [
        ['name', 'Guild'],
        ['size', '12'],
        ['image', png(9)],
      ],
      { status: 422, code: 'invalid_input', paths: ['size'] },
    ],
    [
      'a field is unknown',
      [...fields, ['isAdmin', '1'], ['image', png(9)]],
      { status: 422, code: 'invalid_input', paths: ['isAdmin'] },
    ],
    [
      'a field is a prototype',
      [...fields, ['__proto__', '1'], ['image', png(9)]],
      { status: 422, code: 'invalid_input', paths: ['__proto__'] },
    ],
    [
      'a field stands twice',
      [...fields, ['name', 'Other'], ['image', png(9)]],
      { status: 422, code: 'invalid_input', paths: ['name'] },
    ],
    [
      'a field is not text',
      [
        ['name', 'a\0b'],
        ['size', '1'],
        ['image', png(9)],
      ],
      { status: 422, code: 'invalid_input', paths: ['name'] },
    ],
    [
      'a field follows a file',
      [
        ['name', 'Guild'],
        ['image', png(9)],
        ['size', '3'],
      ],
      { status: 422, code: 'invalid_input', paths: ['size'] },
    ],
    [
      'a file is unknown',
      [...fields, ['other', png(9)]],
      { status: 422, code: 'invalid_input', paths: ['other'] },
    ],
    [
      'a file stands twice',
      [...fields, ['image', png(9)], ['image', png(8)]],
      { status: 422, code: 'invalid_input', paths: ['image'] },
    ],
    [
      'a file is a field',
      [
        ['name', png(9)],
        ['size', '1'],
        ['image', png(9)],
      ],
      { status: 422, code: 'invalid_input', paths: ['name'] },
    ],
    [
      'a file is of another type',
      [...fields, ['image', new Blob(['<svg/>'], { type: 'image/svg+xml' })]],
      { status: 415, code: 'unsupported_media_type' },
    ],
    [
      'a file is too large',
      [...fields, ['image', png(64 * KIB + 1)]],
      { status: 413, code: 'payload_too_large', paths: ['image'] },
    ],
    [
      'a later file is too large',
      [...fields, ['image', png(99)], ['preview', png(8 * KIB + 1)]],
      { status: 413, code: 'payload_too_large', paths: ['preview'] },
    ],
    [
      'there are too many fields',
      [...Array.from({ length: 120 }, (_, n): Part => [`f${n}`, 'x']), ['image', png(9)]],
      { status: 413, code: 'payload_too_large' },
    ],
  ])('is refused where %s, and nothing stays', async (_name, parts, expected) => {
    const stored = await app.stored();
    expect(await refusal(await create(formOf(...parts)))).toEqual(expected);
    expect(await app.stored()).toEqual(stored);
  });

  it.each([
    ['it is JSON', '{"name":"Guild"}', 'application/json', 415, 'unsupported_media_type'],
    ['it has no type', '', '', 415, 'unsupported_media_type'],
    ['it names no boundary', '--X--', 'multipart/form-data', 400, 'malformed_request'],
    ['it is empty', '', 'multipart/form-data; boundary=XX', 400, 'malformed_request'],
    ['it is something else', 'nothing like it', 'multipart/form-data; boundary=XX', 400, 'malformed_request'],
    ['its last part does not end', before, 'multipart/form-data; boundary=XX', 400, 'malformed_request'],
    [
      'a part has no name',
      '--XX\r\nContent-Disposition: form-data\r\n\r\nx\r\n--XX--\r\n',
      'multipart/form-data; boundary=XX',
      400,
      'malformed_request',
    ],
  ])('is refused where %s', async (_name, body, type, status, code) => {
    const client = await RawClient.open(app.port);
    client.write(
      'POST /api/v1/emblems HTTP/1.1',
      'Host: test',
      `Authorization: Bearer ${moderator}`,
      ...(type === '' ? [] : [`Content-Type: ${type}`]),
      `Content-Length: ${body.length}`,
      '',
      body,
    );
    const response = await client.response();
    expect(response?.status).toBe(status);
    expect(JSON.parse(response?.body ?? '')).toMatchObject({ code });
    expect(await client.isAlive()).toBe(true);
    client.socket.destroy();
  });

  it('keeps no answer: a key is refused, not ignored', async () => {
    const response = await create(formOf(...fields, ['image', png(9)]), { 'Idempotency-Key': 'again' });
    expect(await refusal(response)).toMatchObject({ status: 422, paths: ['Idempotency-Key'] });
  });

  it('can be left unread by its handler', async () => {
    const client = await RawClient.open(app.port);
    const file = 'x'.repeat(60 * KIB);
    const body = `--XX\r\nContent-Disposition: form-data; name="image"; filename="a.png"\r\nContent-Type: image/png\r\n\r\n${file}\r\n--XX--\r\n`;
    client.write(openPart(body.length).replace('/emblems', '/emblems/ignored') + body);
    expect((await client.response())?.status).toBe(204);
    expect(await client.isAlive()).toBe(true);
    client.socket.destroy();
  });
});

describe('a connection', () => {
  it('survives a file that is too large', async () => {
    const client = await RawClient.open(app.port);
    const file = 'x'.repeat(300 * KIB);
    client.write(`${openPart('chunked')}`);
    for (const text of [before, file, '\r\n--XX--\r\n']) {
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
    client.write(openPart(3_000 * KIB) + before + 'x'.repeat(100 * KIB));
    expect((await client.response())?.status).toBe(413);
    client.write('x'.repeat(1_000 * KIB));
    await eventually(() => expect(client.isClosed).toBe(true));
  });
});

describe('an upload that is cut off', () => {
  it.each([
    ['in the middle of a file', openPart(50_000) + before + 'x'.repeat(10_000)],
    ['between the fields', openPart(50_000) + before.slice(0, 80)],
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
    client.write(openPart(50_000) + before + 'x'.repeat(5_000));
    const response = await client.response();
    expect(response?.status).toBe(408);
    expect(JSON.parse(response?.body ?? '')).toMatchObject({ code: 'request_timeout' });
    await eventually(() => expect(client.isClosed).toBe(true));
    expect(await app.stored()).toEqual(stored);
  });

  it('is given up when it drips', async () => {
    const client = await RawClient.open(app.port);
    client.write(openPart(50_000) + before);
    const dripping = setInterval(() => client.write('x'), 20);
    expect((await client.response())?.status).toBe(408);
    clearInterval(dripping);
    client.socket.destroy();
  });

  it('may take longer than a request that is read whole, as long as it moves', async () => {
    const client = await RawClient.open(app.port);
    const chunk = 'x'.repeat(4_000);
    const end = '\r\n--XX--\r\n';
    client.write(openPart(before.length + 15 * chunk.length + end.length) + before);
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
