import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import type { Problem } from '@plaza/contract';
import { io, type Socket } from 'socket.io-client';
import { expect } from 'vitest';
import { WebSocket } from 'ws';
import { eventually } from '../../support/eventually.js';

export interface ReceivedFrame {
  event: string;
  data: Record<string, unknown>;
  cursor: string | null;
}

export type TestAnswer = { ok: true; data: Record<string, unknown> } | { ok: false; problem: Problem };

/** What a client may come with. */
export interface Credentials {
  token?: string;
  cursor?: string | null;
  origin?: string;
}

/** How a socket ended, in words that both transports have. */
export type Ending =
  | 'refused'
  | 'unauthenticated'
  | 'revoked'
  | 'slow'
  | 'limited'
  | 'unsupported'
  | 'restarting'
  | 'broken';

/** One client of either gateway. */
export abstract class TestClient {
  readonly frames: ReceivedFrame[] = [];
  ending: Ending | undefined;

  /** The last cursor it received. */
  get cursor(): string | null {
    return this.frames.findLast(({ cursor }) => cursor !== null)?.cursor ?? null;
  }

  events(name: string): ReceivedFrame[] {
    return this.frames.filter(({ event }) => event === name);
  }

  get ordinals(): unknown[] {
    return this.events('message.deleted').map(({ data }) => data.ordinal);
  }

  async ready(): Promise<ReceivedFrame> {
    return this.next('ready');
  }

  /** The first event of that name. */
  async next(name: string): Promise<ReceivedFrame> {
    return eventually(() => {
      const [first] = this.events(name);
      if (!first)
        throw new Error(`No ${name} among [${this.frames.map(({ event }) => event)}]; ${this.ending}`);
      return first;
    });
  }

  async end(patienceMs?: number): Promise<Ending> {
    return eventually(() => {
      if (!this.ending) throw new Error('The socket is still open');
      return this.ending;
    }, patienceMs);
  }

  async receives(ordinals: number[]): Promise<void> {
    await eventually(() => expect(this.ordinals).toEqual(ordinals));
  }

  /** Says something, and waits until this client receives it. */
  async receivesAlso(say: () => Promise<number>): Promise<void> {
    const ordinal = await say();
    await eventually(() => expect(this.ordinals).toContain(ordinal));
  }

  abstract command(name: string, data: unknown): Promise<TestAnswer>;
  /** Sends a command and waits for nothing. */
  abstract shout(name: string, data: unknown): void;
  abstract sendBinary(): void;
  abstract sendLarge(bytes: number): void;
  /** Reads nothing from the network any more. */
  abstract stopReading(): void;
  /** Goes without a word. */
  abstract vanish(): void;
  abstract leave(): Promise<void>;
}

const ENDINGS: Record<number, Ending> = {
  1003: 'unsupported',
  1009: 'unsupported',
  1012: 'restarting',
  4401: 'unauthenticated',
  4403: 'revoked',
  4408: 'slow',
  4429: 'limited',
};

export class PlainClient extends TestClient {
  private readonly answered = new Map<string | null, TestAnswer>();
  private refs = 0;

  constructor(readonly socket: WebSocket) {
    super();
    socket.on('message', (data) => this.receive(JSON.parse(String(data))));
    socket.on('close', (code) => {
      this.ending ??= ENDINGS[code] ?? 'broken';
    });
    socket.on('unexpected-response', () => {
      this.ending = 'refused';
    });
    socket.on('error', () => undefined);
  }

  static connect(url: string, { token = '', cursor, origin }: Credentials): PlainClient {
    const query = new URLSearchParams({ token, ...(cursor && { cursor }) });
    const options = origin === undefined ? {} : { headers: { origin } };
    return new PlainClient(new WebSocket(`${url.replace('http', 'ws')}/ws?${query}`, options));
  }

  /** With what an upgrade by hand is answered. */
  static async upgradeStatus(url: string, path: string): Promise<number | undefined> {
    const { hostname, port } = new URL(url);
    const headers = {
      connection: 'Upgrade',
      upgrade: 'websocket',
      'sec-websocket-version': '13',
      'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
    };
    const request = get({ hostname, port, path, headers });
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    response.resume();
    return response.statusCode;
  }

  async command(name: string, data: unknown): Promise<TestAnswer> {
    this.refs += 1;
    const ref = String(this.refs);
    this.send({ command: name, data, ref });
    return this.answerTo(ref);
  }

  shout(name: string, data: unknown): void {
    this.send({ command: name, data, ref: 'shout' });
  }

  send(frame: unknown): void {
    this.socket.send(typeof frame === 'string' ? frame : JSON.stringify(frame));
  }

  async answerTo(ref: string | null): Promise<TestAnswer> {
    return eventually(() => {
      const answer = this.answered.get(ref);
      if (!answer) throw new Error(`No answer to ${ref}; ${this.ending}`);
      return answer;
    });
  }

  answers(): TestAnswer[] {
    return [...this.answered.values()];
  }

  forgetAnswers(): void {
    this.answered.clear();
  }

  sendBinary(): void {
    this.socket.send(Buffer.from([1, 2, 3]));
  }

  sendLarge(bytes: number): void {
    this.send({ command: 'typing.start', data: { filling: 'x'.repeat(bytes) }, ref: 'large' });
  }

  stopReading(): void {
    this.socket.pause();
  }

  vanish(): void {
    this.socket.terminate();
  }

  async leave(): Promise<void> {
    this.socket.close();
    await this.end();
  }

  /** Passes over what still arrives. */
  stopListening(): void {
    this.socket.removeAllListeners('message');
  }

  private receive(frame: ReceivedFrame | ({ ref: string | null } & TestAnswer)): void {
    if ('event' in frame) {
      this.frames.push(frame);
      return;
    }
    const { ref, ...answer } = frame;
    this.answered.set(ref, answer);
  }
}

const DISCONNECTS: Record<string, Ending> = {
  'io server disconnect': 'revoked',
  'transport close': 'broken',
};

export class SocketIoClient extends TestClient {
  problem: Problem | undefined;

  constructor(readonly socket: Socket) {
    super();
    socket.onAny((event: string, data: Record<string, unknown>, cursor: string | null) => {
      this.frames.push({ event, data, cursor });
    });
    socket.on('disconnect', (reason) => {
      this.ending ??= DISCONNECTS[reason] ?? 'broken';
    });
    socket.on('connect_error', (error: Error & { data?: Problem }) => {
      this.problem = error.data;
      const isKnown = error.data?.status === 401;
      this.ending ??= isKnown
        ? 'unauthenticated'
        : error.data?.code === 'rate_limited'
          ? 'limited'
          : 'refused';
    });
  }

  static connect(
    url: string,
    { token, cursor, origin }: Credentials,
    transports: ('polling' | 'websocket')[] = ['websocket'],
  ): SocketIoClient {
    const extraHeaders = origin === undefined ? {} : { origin };
    const auth = { ...(token !== undefined && { token }), ...(cursor && { cursor }) };
    return new SocketIoClient(
      io(url, { auth, transports, extraHeaders, reconnection: false, forceNew: true }),
    );
  }

  async command(name: string, data: unknown): Promise<TestAnswer> {
    return this.socket.timeout(5_000).emitWithAck(name, data);
  }

  shout(name: string, data: unknown): void {
    this.socket.emit(name, data);
  }

  sendBinary(): void {
    this.socket.emit('typing.start', { channelId: Buffer.from([1, 2, 3]) });
  }

  sendLarge(bytes: number): void {
    this.socket.emit('typing.start', { filling: 'x'.repeat(bytes) });
  }

  stopReading(): void {
    transportOf(this.socket).pause();
  }

  vanish(): void {
    transportOf(this.socket).terminate();
  }

  async leave(): Promise<void> {
    this.socket.disconnect();
    await this.end();
  }
}

/** The WebSocket beneath, to misbehave with. */
function transportOf(socket: Socket): WebSocket {
  return (socket.io.engine.transport as unknown as { ws: WebSocket }).ws;
}
