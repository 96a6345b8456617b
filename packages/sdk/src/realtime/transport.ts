import type { CommandFrame, ServerFrame } from '@plaza/contract';

/** The transport was dropped from this side; never a code of the protocol. */
const DROPPED = 0;

interface Hooks {
  frame(frame: ServerFrame): void;
  /** Once, whoever closed it. */
  closed(code: number): void;
}

/** One WebSocket from its handshake to its close; a silent one counts as closed. */
export class Transport {
  private readonly socket: WebSocket;
  private receivedAt = Date.now();
  private watch: ReturnType<typeof setTimeout>;
  private isClosed = false;

  constructor(
    url: string,
    private readonly silenceMs: number,
    private readonly hooks: Hooks,
  ) {
    this.socket = new WebSocket(url);
    this.socket.addEventListener('message', ({ data }: MessageEvent<string>) => this.receive(data));
    this.socket.addEventListener('close', ({ code }) => this.finish(code));
    this.watch = setTimeout(() => this.look(), silenceMs);
  }

  get silentForMs(): number {
    return Date.now() - this.receivedAt;
  }

  send(frame: CommandFrame): void {
    this.socket.send(JSON.stringify(frame));
  }

  /** Ends now; a closing handshake over a dead connection would take minutes. */
  drop(): void {
    this.finish(DROPPED);
    this.socket.close();
  }

  private receive(text: string): void {
    if (this.isClosed) return;
    this.receivedAt = Date.now();
    const frame = parse(text);
    if (frame) this.hooks.frame(frame);
    else this.drop();
  }

  private look(): void {
    const rest = this.silenceMs - this.silentForMs;
    if (rest <= 0) this.drop();
    else this.watch = setTimeout(() => this.look(), rest);
  }

  private finish(code: number): void {
    if (this.isClosed) return;
    this.isClosed = true;
    clearTimeout(this.watch);
    this.hooks.closed(code);
  }
}

/** Null when it is no frame: something else than the gateway speaks. */
function parse(text: string): ServerFrame | null {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
