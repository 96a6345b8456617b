import type { LookupAddress } from 'node:dns';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { LookupFunction } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { GuardedClient, type OutboundRequest } from './guarded-client.js';

const usual = { maxBytes: 1_000, timeLimitMs: 3_000 };

describe('GuardedClient', () => {
  let server: Server;
  let port: number;
  let client: GuardedClient;
  let answer: (request: IncomingMessage, response: ServerResponse) => unknown;
  const asked: { url: string; headers: IncomingMessage['headers'] }[] = [];
  const opened: GuardedClient[] = [];

  beforeAll(async () => {
    server = createServer((request, response) => {
      asked.push({
        url: `${request.method} ${request.headers.host}${request.url}`,
        headers: request.headers,
      });
      answer(request, response);
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('The system gave no port');
    port = address.port;
    client = new GuardedClient({ allowed: ['127.0.0.1/32'] });
    opened.push(client);
  });

  beforeEach(() => {
    asked.splice(0);
    answer = (_request, response) => response.end('hello');
  });

  afterAll(async () => {
    for (const one of opened) await one.onApplicationShutdown();
    server.closeAllConnections();
    server.close();
  });

  function get(path: string, more: Partial<OutboundRequest> = {}) {
    return client.request({ ...usual, url: `http://127.0.0.1:${port}${path}`, ...more });
  }

  /** A client for which names have these addresses, each time the next ones. */
  function withNames(names: Record<string, string[][]>, allowed = ['127.0.0.1/32']) {
    const resolved: string[] = [];
    const lookup: LookupFunction = (name, _options, callback) => {
      resolved.push(name);
      const addresses = names[name]?.shift() ?? [];
      const found: LookupAddress[] = addresses.map((address) => ({
        address,
        family: address.includes(':') ? 6 : 4,
      }));
      callback(null, found);
    };
    const named = new GuardedClient({ allowed, lookup });
    opened.push(named);
    return { resolved, ask: (url: string) => named.request({ ...usual, url }) };
  }

  it('asks, and gives status, headers and body', async () => {
    answer = (request, response) => {
      response.writeHead(418, { 'x-tea': 'green' });
      request.pipe(response);
    };
    const got = await get('/tea?hot=1', { method: 'POST', body: 'leaves', headers: { 'x-pot': 'big' } });
    expect(got).toMatchObject({ status: 418, headers: { 'x-tea': 'green' } });
    expect(got.body.toString()).toBe('leaves');
    expect(asked).toMatchObject([{ url: `POST 127.0.0.1:${port}/tea?hot=1`, headers: { 'x-pot': 'big' } }]);
  });

  it.each([
    'http://127.1',
    'http://2130706433',
    'http://0x7f.1',
    'http://[::1]',
    'http://[::ffff:127.0.0.1]',
    'http://[::127.0.0.1]',
    'http://0',
    'http://10.0.0.1',
    'http://169.254.169.254/latest/meta-data',
    'http://[fd00:ec2::254]',
    'http://localhost',
    'ftp://example.org',
    'file:///etc/passwd',
    'data:text/plain,hello',
    'http://user:password@example.org',
    'http://',
    'not an address',
  ])('refuses %s', async (url) => {
    const strict = new GuardedClient();
    opened.push(strict);
    await expect(strict.request({ ...usual, url })).rejects.toMatchObject({ failure: 'refused' });
  });

  it('asks the resolver once and connects to what it said, not to what it says later', async () => {
    const { resolved, ask } = withNames({ 'rebinding.test': [['127.0.0.1'], ['10.0.0.1']] });
    expect((await ask(`http://rebinding.test:${port}/`)).status).toBe(200);
    expect(resolved).toEqual(['rebinding.test']);
    expect(asked).toMatchObject([{ url: `GET rebinding.test:${port}/` }]);
  });

  it('takes only the permitted ones of the addresses that a name has', async () => {
    const { ask } = withNames({
      'mixed.test': [['10.0.0.1', '127.0.0.1']],
      'inner.test': [['10.0.0.1', '169.254.169.254', '::1']],
      'nothing.test': [[]],
    });
    expect((await ask(`http://mixed.test:${port}/`)).status).toBe(200);
    await expect(ask(`http://inner.test:${port}/`)).rejects.toMatchObject({ failure: 'refused' });
    await expect(ask(`http://nothing.test:${port}/`)).rejects.toMatchObject({ failure: 'refused' });
    expect(asked).toHaveLength(1);
  });

  it('follows three redirects and no more', async () => {
    answer = (request, response) => {
      const rest = Number(request.url?.slice(1));
      if (rest === 0) response.end('arrived');
      else response.writeHead(302, { location: `/${rest - 1}` }).end();
    };
    const got = await get('/3');
    expect(got.body.toString()).toBe('arrived');
    expect(got.url).toBe(`http://127.0.0.1:${port}/0`);
    await expect(get('/4')).rejects.toMatchObject({ failure: 'too_many_redirects' });
  });

  it('follows a redirect whose own body does not end', async () => {
    answer = (request, response) => {
      if (request.url === '/target') return response.end('arrived');
      response.writeHead(302, { location: '/target' });
      const pouring = setInterval(() => response.write(Buffer.alloc(4_000)), 1);
      return response.on('close', () => clearInterval(pouring));
    };
    expect((await get('/')).body.toString()).toBe('arrived');
  });

  it.each([
    'http://10.0.0.1/',
    'http://[::ffff:127.0.0.1]/',
    '//169.254.169.254/',
    'file:///etc/passwd',
    'http://inner.test/',
  ])('does not let a redirect lead to %s', async (location) => {
    const { ask } = withNames({ 'outer.test': [['127.0.0.1']], 'inner.test': [['192.168.0.1']] });
    answer = (_request, response) => response.writeHead(301, { location }).end();
    await expect(ask(`http://outer.test:${port}/`)).rejects.toMatchObject({ failure: 'refused' });
    expect(asked).toHaveLength(1);
  });

  it('tells credentials to the first origin only, and sends no body on to another', async () => {
    answer = (request, response) => {
      if (request.url === '/first')
        response.writeHead(307, { location: `http://other.test:${port}/second` }).end();
      else response.end('done');
    };
    const lookup: LookupFunction = (_name, _options, callback) =>
      callback(null, [{ address: '127.0.0.1', family: 4 }]);
    const named = new GuardedClient({ allowed: ['127.0.0.1/32'], lookup });
    opened.push(named);
    const headers = { Authorization: 'Bearer hunter2', accept: 'text/html' };
    await named.request({ ...usual, url: `http://one.test:${port}/first`, headers });
    expect(asked.map((one) => one.headers.authorization)).toEqual(['Bearer hunter2', undefined]);
    expect(asked.map((one) => one.headers.accept)).toEqual(['text/html', 'text/html']);
    const posted = await named.request({
      ...usual,
      url: `http://one.test:${port}/first`,
      method: 'POST',
      body: 'x',
    });
    expect(posted.status).toBe(307);
  });

  it('cuts off an answer that is too large, and closes the connection', async () => {
    let isClosed = false;
    answer = (_request, response) => {
      response.on('close', () => {
        isClosed = true;
      });
      const pour = () => {
        while (!response.destroyed && response.write(Buffer.alloc(65_536)));
        response.once('drain', pour);
      };
      pour();
    };
    await expect(get('/endless')).rejects.toMatchObject({ failure: 'too_large' });
    await expect.poll(() => isClosed).toBe(true);
  });

  it('takes an answer of exactly the size allowed', async () => {
    answer = (_request, response) => response.end(Buffer.alloc(1_000));
    expect((await get('/')).body).toHaveLength(1_000);
  });

  it('gives up on an answer that trickles or never comes when the time is over', async () => {
    answer = (_request, response) => {
      const trickling = setInterval(() => response.write('x'), 20);
      response.on('close', () => clearInterval(trickling));
    };
    await expect(get('/trickle', { timeLimitMs: 200 })).rejects.toMatchObject({ failure: 'too_slow' });
    answer = () => undefined;
    await expect(get('/silence', { timeLimitMs: 200 })).rejects.toMatchObject({ failure: 'too_slow' });
  });

  it('gives up when it is told to', async () => {
    answer = () => undefined;
    const frame = new AbortController();
    const request = get('/', { signal: frame.signal });
    await expect.poll(() => asked.length).toBe(1);
    frame.abort();
    await expect(request).rejects.toMatchObject({ failure: 'aborted' });
  });

  it('says that nobody is there when nobody is', async () => {
    await expect(client.request({ ...usual, url: 'http://127.0.0.1:1/' })).rejects.toMatchObject({
      failure: 'unreachable',
    });
    answer = (request) => request.socket.destroy();
    await expect(get('/')).rejects.toMatchObject({ failure: 'unreachable' });
  });
});
