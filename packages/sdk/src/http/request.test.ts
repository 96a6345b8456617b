import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { CallInput, CallResult } from '@plaza/contract';
import { bytes, form, multipart, operation, PageQuery, redirect, upload } from '@plaza/contract';
import { afterAll, expect, expectTypeOf, test } from 'vitest';
import { PlazaError } from '../errors.js';
import { exchange } from './exchange.js';
import { type Parts, type Route, requestTo } from './request.js';

let answer: (request: IncomingMessage, response: ServerResponse) => unknown = () => undefined;
const server = createServer((request, response) => void answer(request, response));
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
afterAll(() => void server.close().closeAllConnections());
const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

interface Sent {
  method: string;
  type: string;
  key: string | undefined;
  text: string;
}

/** What arrives at a server that answers with a status. */
async function sent(route: Route, parts: Parts): Promise<Sent> {
  const { promise, resolve } = Promise.withResolvers<Sent>();
  answer = async (request, response) => {
    let text = '';
    for await (const chunk of request.setEncoding('latin1')) text += chunk;
    const { 'content-type': type = '', 'idempotency-key': key } = request.headers;
    resolve({ method: request.method ?? '', type, key: key?.toString(), text });
    response.writeHead(200, { 'Content-Type': 'application/json' }).end('{}');
  };
  await exchange(requestTo(baseUrl, route, parts, {})('token'));
  return promise;
}

test('fields come before files in a multipart body, and it carries no key', async () => {
  const file = new File(['bytes'], 'picture.png', { type: 'image/png' });
  const { type, key, text } = await sent(['POST', '/media', 'multipart'], {
    files: { file, preview: undefined },
    body: { title: 'A title', size: 3, nothing: undefined },
  });
  expect(type).toMatch(/^multipart\/form-data; boundary=/);
  expect(key).toBeUndefined();
  expect([...text.matchAll(/name="(\w+)"/g)].map(([, name]) => name)).toEqual(['title', 'size', 'file']);
  expect(text).toContain('filename="picture.png"\r\nContent-Type: image/png\r\n\r\nbytes');
});

test('bytes and forms go out by their own types', async () => {
  const blob = new Blob(['bytes'], { type: 'image/png' });
  expect(await sent(['PUT', '/blob', 'upload'], { upload: blob })).toMatchObject({
    type: 'image/png',
    text: 'bytes',
  });
  expect(await sent(['PUT', '/blob', 'upload'], { upload: new Blob(['x']) })).toMatchObject({
    type: 'application/octet-stream',
  });
  expect(await sent(['POST', '/consent', 'form'], { body: { app: 'a & b', days: 3 } })).toMatchObject({
    type: 'application/x-www-form-urlencoded',
    text: 'app=a+%26+b&days=3',
    key: expect.any(String),
  });
});

test('an answer of bytes is handed over unread, a redirect as its address, a refusal as an error', async () => {
  answer = (_, response) => response.writeHead(206, { 'Content-Type': 'image/png' }).end('bytes');
  const response = await exchange(requestTo(baseUrl, ['GET', '/file', null, 'bytes'], {}, {})(null));
  if (!(response instanceof Response)) throw new Error('There is no response');
  expect([response.status, await response.text()]).toEqual([206, 'bytes']);

  const route: Route = ['GET', '/go', null, 'redirect'];
  answer = (_, response) => response.writeHead(303, { Location: '/elsewhere?a=1' }).end();
  expect(await exchange(requestTo(baseUrl, route, {}, {})(null))).toBe(`${baseUrl}/elsewhere?a=1`);

  const problem = { type: 'about:blank', title: 'No', status: 403, code: 'forbidden' };
  answer = (_, response) =>
    response.writeHead(403, { 'Content-Type': 'application/problem+json' }).end(JSON.stringify(problem));
  for (const kind of ['bytes', 'redirect', 'eventStream'] as const) {
    const call = exchange(requestTo(baseUrl, ['GET', '/go', null, kind], {}, {})(null));
    await expect(call).rejects.toThrow(PlazaError);
  }
});

test('a stream goes on when the time for its beginning is over, until the call is aborted', async () => {
  answer = (_, response) => {
    response.writeHead(200, { 'Content-Type': 'text/event-stream' }).write('one ');
    setTimeout(() => response.write('two '), 150);
  };
  const call = new AbortController();
  const options = { timeoutMs: 100, signal: call.signal };
  const response = await exchange(requestTo(baseUrl, ['GET', '/s', null, 'eventStream'], {}, options)(null));
  if (!(response instanceof Response)) throw new Error('There is no response');
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  while (!text.includes('two')) text += (await reader?.read())?.value;
  call.abort(new Error('enough'));
  await expect(reader?.read()).rejects.toThrow('enough');
});

test('calls are typed by the kinds of their bodies and answers', () => {
  const base = { path: '/x', summary: '', access: 'user', scope: null, limit: 'read', errors: [] } as const;
  const create = operation({
    ...base,
    method: 'POST',
    status: 201,
    body: multipart({
      fields: PageQuery,
      files: {
        file: { maxBytes: 1, mediaTypes: ['image/*'] },
        preview: { maxBytes: 1, mediaTypes: ['image/*'], optional: true },
      },
    }),
    response: bytes('image/png'),
  });
  const put = operation({
    ...base,
    method: 'PUT',
    status: 302,
    body: upload({ mediaTypes: ['image/*'], maxBytes: 1 }),
    response: redirect(),
  });
  const decide = operation({
    ...base,
    method: 'POST',
    status: 204,
    body: form(PageQuery),
  });
  expectTypeOf<CallInput<typeof create>>().toExtend<{
    body: { cursor?: string | undefined };
    files: { file: Blob; preview?: Blob };
  }>();
  expectTypeOf<CallResult<typeof create>>().toEqualTypeOf<Response>();
  expectTypeOf<CallInput<typeof put>>().toExtend<{ upload: Blob }>();
  expectTypeOf<CallResult<typeof put>>().toEqualTypeOf<string>();
  expectTypeOf<CallInput<typeof decide>>().toExtend<{ body: { cursor?: string | undefined } }>();
  expectTypeOf<CallResult<typeof decide>>().toEqualTypeOf<void>();
});
