import { describe, expect, it } from 'vitest';
import { eventually } from '../support/eventually.js';
import { OperationsTestApp, refusal } from './support/operations-test-app.js';

const app = await OperationsTestApp.open({ heartbeatMs: 50 });

describe('a stream of events', () => {
  it('sends each by its name, and ends with the handler', async () => {
    const response = await app.fetch('/progress/2', { token: app.token() });
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/event-stream');
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(await response.text()).toBe(
      ':\n\nevent: step\nid: 1\ndata: {"number":1}\n\nevent: step\nid: 2\ndata: {"number":2}\n\nevent: done\ndata: {}\n\n',
    );
    expect(app.controller.open).toBe(0);
  });

  it('shows that it lives while nothing happens, and ends with its client', async () => {
    const gone = new AbortController();
    const response = await app.fetch('/progress/-1', { token: app.token(), signal: gone.signal });
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    let text = '';
    while (text.length < 9) text += (await reader?.read())?.value ?? '';
    expect(text).toMatch(/^(:\n\n){3,}$/);
    expect(app.controller.open).toBe(1);
    gone.abort();
    await eventually(() => expect(app.controller.open).toBe(0));
  });

  it('ends with the session or token it was opened by', async () => {
    const token = app.token();
    const response = await app.fetch('/progress/-1', { token });
    app.revoke(token);
    expect(await response.text()).toMatch(/^(:\n\n)+$/);
    await eventually(() => expect(app.controller.open).toBe(0));
  });

  it('is refused as everything else is', async () => {
    expect(await refusal(await app.fetch('/progress/1'))).toEqual({ status: 401, code: 'unauthenticated' });
    expect(await refusal(await app.fetch('/progress/one', { token: app.token() }))).toMatchObject({
      status: 422,
    });
  });

  it('ends with the server', async () => {
    const response = await app.fetch('/progress/-1', { token: app.token() });
    app.lifetime.beginStop();
    expect(await response.text()).toMatch(/^(:\n\n)+$/);
    await eventually(() => expect(app.controller.open).toBe(0));
    expect(app.bugs).toEqual([]);
  });
});
