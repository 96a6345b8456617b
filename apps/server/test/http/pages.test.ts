import { describe, expect, it } from 'vitest';
import { OperationsTestApp, refusal } from './support/operations-test-app.js';

const app = await OperationsTestApp.open();
const form = 'application/x-www-form-urlencoded';

function send(body: string, type = form): Promise<Response> {
  return app.fetch('/consent', {
    method: 'POST',
    body,
    headers: { 'Content-Type': type },
    redirect: 'manual',
  });
}

describe('a page', () => {
  it('comes as HTML in which nothing of the request is markup', async () => {
    const response = await app.fetch(`/consent?${new URLSearchParams({ app: '<script>alert(1)</script>' })}`);
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(response.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(await response.text()).toContain('<title>&#60;script&#62;');
  });

  it('is refused as everything else is', async () => {
    expect(await refusal(await app.fetch('/consent'))).toEqual({
      status: 422,
      code: 'invalid_input',
      paths: ['app'],
    });
  });
});

describe('a form', () => {
  it('leads where the handler says', async () => {
    const response = await send('app=Caf%C3%A9+%26+more&decision=allow');
    expect(response.status).toBe(303);
    expect(response.headers.get('location')).toBe(
      'https://app.example/return?app=Caf%C3%A9+%26+more&decision=allow',
    );
    expect(await response.text()).toBe('');
  });

  it.each([
    ['a field is missing', 'app=x', ['decision']],
    ['a field is unknown', 'app=x&decision=deny&isAdmin=1', ['isAdmin']],
    ['a field is a prototype', 'app=x&decision=deny&__proto__=1', ['__proto__']],
    ['a field stands twice', 'app=x&decision=deny&decision=allow', ['decision']],
    ['a field is not text', 'app=%00&decision=deny', ['app']],
    ['it is empty', '', ['app', 'decision']],
  ])('is refused where %s', async (_name, body, paths) => {
    expect(await refusal(await send(body))).toEqual({ status: 422, code: 'invalid_input', paths });
  });

  it('is refused as anything else than a form, or without end', async () => {
    for (const type of ['application/json', 'text/plain', 'multipart/form-data; boundary=x']) {
      expect(await refusal(await send('{}', type)), type).toEqual({
        status: 415,
        code: 'unsupported_media_type',
      });
    }
    expect(await refusal(await send(`app=${'x'.repeat(1_100_000)}`))).toMatchObject({ status: 413 });
  });
});

it('an operation that takes JSON refuses plain text', async () => {
  const response = await app.fetch('/account/sign-out', {
    method: 'POST',
    token: app.token(),
    body: 'hello',
    headers: { 'Content-Type': 'text/plain' },
  });
  expect(await refusal(response)).toMatchObject({ status: 415 });
});
