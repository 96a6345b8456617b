import { once } from 'node:events';
import { type WebSocket, WebSocketServer } from 'ws';
import { type Peer, type Received, type Reply, startPeer, tokens } from './peer.js';

interface SentCommand {
  command: string;
  data: Record<string, unknown>;
  ref: string;
}

/** The server's end of one connection. */
export class Guest {
  readonly commands: SentCommand[] = [];
  private readonly waiting: (() => void)[] = [];

  constructor(
    readonly socket: WebSocket,
    readonly token: string | null,
    readonly cursor: string | null,
  ) {
    socket.on('message', (data) => {
      this.commands.push(JSON.parse(String(data)));
      for (const wake of this.waiting.splice(0)) wake();
    });
  }

  send(event: string, data: unknown, cursor: string | null = null): void {
    this.socket.send(JSON.stringify({ event, data, cursor }));
  }

  ready(cursor: string, resumed = false): void {
    this.send('ready', { user: {}, channels: [], unread: {}, presence: 'online', cursor, resumed }, cursor);
  }

  answer({ ref }: SentCommand, data: unknown): void {
    this.socket.send(JSON.stringify({ ref, ok: true, data }));
  }

  refuse({ ref }: SentCommand, status: number, code: string): void {
    const problem = { type: 'about:blank', title: code, status, code };
    this.socket.send(JSON.stringify({ ref, ok: false, problem }));
  }

  /** The command at this index, from 0, once it is there. */
  async command(index: number): Promise<SentCommand> {
    for (;;) {
      const frame = this.commands[index];
      if (frame) return frame;
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    }
  }

  /** Cuts the connection as a broken network does. */
  cut(): void {
    this.socket.terminate();
  }

  async closed(): Promise<void> {
    if (this.socket.readyState !== this.socket.CLOSED) await once(this.socket, 'close');
  }
}

export interface Gateway extends Peer {
  /** The next client that connects; each only once. */
  next(): Promise<Guest>;
  /** How many have connected so far. */
  count(): number;
}

/** A plain gateway that sends only what a test lets it send; refreshes give `renewed-1`, `renewed-2` … */
export async function startGateway(
  refresh: (request: Received, renewals: number) => Reply = (_, renewals) => ({
    status: 200,
    json: tokens(`renewed-${renewals}`),
  }),
): Promise<Gateway> {
  let renewals = 0;
  let connected = 0;
  const guests: Guest[] = [];
  const waiting: ((guest: Guest) => void)[] = [];
  const peer = await startPeer((request) =>
    request.url.endsWith('/auth/refresh') ? refresh(request, ++renewals) : { status: 204 },
  );
  const sockets = new WebSocketServer({ server: peer.server, path: '/ws' });
  sockets.on('connection', (socket, request) => {
    const { searchParams } = new URL(request.url ?? '', peer.url);
    const guest = new Guest(socket, searchParams.get('token'), searchParams.get('cursor'));
    connected++;
    const wake = waiting.shift();
    if (wake) wake(guest);
    else guests.push(guest);
  });
  return {
    ...peer,
    count: () => connected,
    next: () => {
      const guest = guests.shift();
      return guest ? Promise.resolve(guest) : new Promise((resolve) => waiting.push(resolve));
    },
    async [Symbol.asyncDispose]() {
      for (const socket of sockets.clients) socket.terminate();
      await peer[Symbol.asyncDispose]();
    },
  };
}
