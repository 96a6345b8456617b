import { describe, expect, it } from 'vitest';
import { noise, sha256 } from './support/content.js';
import { expectNoBugs } from './support/no-bugs.js';
import { OperationsTestApp, refusal } from './support/operations-test-app.js';
import { RawClient } from './support/raw-client.js';
import { beforeImage, headOf } from './support/raw-multipart.js';
import { KIB } from './support/test-operations.js';

const app = await OperationsTestApp.open();
expectNoBugs(app);
const moderator = app.token();

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
    ['its last part does not end', beforeImage, 'multipart/form-data; boundary=XX', 400, 'malformed_request'],
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
    client.write(headOf('/emblems/ignored', moderator, body.length) + body);
    expect((await client.response())?.status).toBe(204);
    expect(await client.isAlive()).toBe(true);
    client.socket.destroy();
  });
});
