import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Received {
  method: string;
  url: string;
  headers: IncomingHttpHeaders;
  body: unknown;
}
export interface Reply {
  status: number;
  json?: unknown;
  text?: string;
  headers?: Record<string, string>;
}
/** `cut` ends the connection without an answer, `silence` keeps it open for ever. */
export type Behaviour = (request: Received, count: number) => Reply | 'cut' | 'silence';

export interface Peer extends AsyncDisposable {
  url: string;
  received: Received[];
  server: Server;
}

/** A real HTTP server that behaves as a test says; `count` numbers the requests from 1. */
export async function startPeer(behaviour: Behaviour): Promise<Peer> {
  const received: Received[] = [];
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    let text = '';
    for await (const chunk of request) text += chunk;
    const { method = '', url = '', headers } = request;
    const seen: Received = { method, url, headers, body: text === '' ? undefined : JSON.parse(text) };
    received.push(seen);
    const reply = behaviour(seen, received.length);
    if (reply === 'silence') return;
    if (reply === 'cut') {
      request.socket.destroy();
      return;
    }
    const type = reply.status >= 400 ? 'application/problem+json' : 'application/json';
    response.writeHead(reply.status, { 'Content-Type': type, ...reply.headers });
    response.end(reply.text ?? (reply.json === undefined ? undefined : JSON.stringify(reply.json)));
  };
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    received,
    server,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export function problem(status: number, code: string, more: Record<string, unknown> = {}): Reply {
  return { status, json: { type: 'about:blank', title: code, status, code, ...more } };
}

export function tokens(accessToken: string, more: Record<string, unknown> = {}) {
  return { accessToken, refreshToken: `refresh-of-${accessToken}`, expiresIn: 900, ...more };
}
