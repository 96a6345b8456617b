import type {
  CommandAnswer,
  CommandInput,
  CommandName,
  EventName,
  EventPayload,
  gateway,
  ServerFrame,
} from '@plaza/contract';
import { OfflineError } from '../errors.js';
import { Listeners } from '../listeners.js';
import type { Session } from '../session/session.js';
import { timeLimit } from '../timing.js';
import { Connection, type RealtimeStatus } from './connection.js';
import { PendingCommands } from './pending-commands.js';
import { ReceivedEvents } from './received-events.js';
import { TopicSubscriptions } from './topic-subscriptions.js';

/** What came before now is not known, for all events or for some topics: what is shown has to be loaded anew. */
export interface Gap {
  topics: readonly string[] | 'all';
  /** The first connection, or the first subscription: only what was loaded before it may be old. */
  isFirst: boolean;
}

export interface RealtimeOptions {
  /** Origin of the server. */
  baseUrl: string;
  session: Session;
  /** Goes on where an earlier connection ended. */
  cursor?: string;
  /** Silence that counts as a lost connection; the server sends a heartbeat every 25 s. */
  silenceMs?: number;
}

export interface CommandOptions {
  signal?: AbortSignal;
  /** 10 s by default, including the wait for the connection. */
  timeoutMs?: number;
}

const PATH: typeof gateway.webSocketPath = '/ws';
const SILENCE_MS = 60_000;
const COMMAND_MS = 10_000;

/** Opens the realtime connection and keeps it until it is closed or the session ends. */
export function connectRealtime(options: RealtimeOptions): Realtime {
  return new Realtime(options);
}

/** Events and commands over the plain gateway: comes back by itself, without gap or double. */
export class Realtime {
  private readonly listeners = new Map<string, Listeners<[payload: unknown, cursor: string | null]>>();
  private readonly statusListeners = new Listeners<[RealtimeStatus]>();
  private readonly gapListeners = new Listeners<[Gap]>();
  private readonly refusedListeners = new Listeners<[string[]]>();
  private readonly commands = new PendingCommands();
  private readonly received: ReceivedEvents;
  private readonly topics: TopicSubscriptions;
  private readonly connection: Connection;

  constructor(private readonly options: RealtimeOptions) {
    const { session, cursor = null, silenceMs = SILENCE_MS } = options;
    this.received = new ReceivedEvents(cursor);
    this.topics = new TopicSubscriptions({
      subscribe: (data) => this.command('subscribe', data),
      unsubscribe: (data) => this.command('unsubscribe', data),
      gap: (topics, isFirst) => this.gapListeners.notify({ topics, isFirst }),
      refused: (topics) => this.refusedListeners.notify(topics),
    });
    this.connection = new Connection(
      { session, silenceMs, address: (token) => this.address(token) },
      {
        frame: (frame) => this.receive(frame),
        lost: () => this.lost(),
        status: (status) => this.statusListeners.notify(status),
      },
    );
  }

  get status(): RealtimeStatus {
    return this.connection.status;
  }

  /** Where a later connection may go on; null before the first one is ready. */
  get cursor(): string | null {
    return this.received.cursor;
  }

  /** Each event once. Gives the function that takes the listener away again, as all `on…` do. */
  on<Name extends EventName>(
    name: Name,
    listener: (payload: EventPayload<Name>, cursor: string | null) => void,
  ): () => void {
    const listeners = this.listeners.get(name) ?? new Listeners();
    this.listeners.set(name, listeners);
    return listeners.add((payload, cursor) => listener(payload as EventPayload<Name>, cursor));
  }

  onStatus(listener: (status: RealtimeStatus) => void): () => void {
    return this.statusListeners.add(listener);
  }

  onGap(listener: (gap: Gap) => void): () => void {
    return this.gapListeners.add(listener);
  }

  /** Topics that the viewer may not subscribe to. */
  onRefused(listener: (topics: string[]) => void): () => void {
    return this.refusedListeners.add(listener);
  }

  /** Receives these topics until every subscriber has called the function it got; survives reconnects. */
  subscribe(topics: readonly string[]): () => void {
    return this.topics.subscribe(topics);
  }

  /**
   * Sends a command, waiting for the connection if need be. Errors: `PlazaError` as answered; `OfflineError` when the time or
   * the connection ends first, and then it may have been done: repeat a message with the same nonce.
   */
  async command<Name extends CommandName>(
    name: Name,
    data: CommandInput<Name>,
    { signal, timeoutMs = COMMAND_MS }: CommandOptions = {},
  ): Promise<CommandAnswer<Name>> {
    const limit = timeLimit(timeoutMs, () => new OfflineError('The server took too long'), signal);
    try {
      await this.online(limit.signal);
      const send = (ref: string) => this.connection.send({ command: name, data, ref });
      return (await this.commands.send(send, limit.signal)) as CommandAnswer<Name>;
    } finally {
      limit.end();
    }
  }

  /** Ends for good. */
  close(): void {
    this.connection.close();
  }

  private address(token: string): string {
    const url = new URL(PATH, this.options.baseUrl.replace(/^http/, 'ws'));
    url.searchParams.set('token', token);
    if (this.received.cursor !== null) url.searchParams.set('cursor', this.received.cursor);
    return url.href;
  }

  private receive(frame: ServerFrame): void {
    if ('ref' in frame) {
      this.commands.answer(frame);
    } else if (frame.event === 'heartbeat') {
      this.received.cursor = frame.cursor ?? this.received.cursor;
    } else if (frame.event === 'ready') {
      this.ready(frame.data);
    } else if (this.received.isNew(frame)) {
      this.listeners.get(frame.event)?.notify(frame.data, frame.cursor);
      if (frame.event === 'session.revoked') this.options.session.end('ended');
    }
  }

  private ready(ready: EventPayload<'ready'>): void {
    const isFirst = this.received.cursor === null;
    const isGap = isFirst || !ready.resumed;
    // When it resumes, what was missed is still to come, and moves the cursor itself.
    if (isGap) this.received.cursor = ready.cursor;
    this.connection.ready();
    this.listeners.get('ready')?.notify(ready, ready.cursor);
    if (isGap) this.gapListeners.notify({ topics: 'all', isFirst });
    this.topics.online();
  }

  private lost(): void {
    this.topics.offline(this.received.cursor);
    this.commands.lose();
  }

  /** Waits until commands can be sent. */
  private online(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const settle = () => {
        if (signal.aborted) reject(signal.reason);
        else if (this.status === 'ended') reject(new OfflineError('The connection has been closed'));
        else if (this.status === 'online') resolve();
        else return;
        leave();
        signal.removeEventListener('abort', settle);
      };
      const leave = this.onStatus(settle);
      signal.addEventListener('abort', settle);
      settle();
    });
  }
}
