import type { CommandFrame, ServerFrame } from '@plaza/contract';

/** The line was dropped from this side; never a code of the protocol. */
const DROPPED = 0;

interface Hooks {
  frame(frame: ServerFrame): void;
  /** Once, whoever ended it. */
  over(code: number): void;
}

/** One WebSocket from its opening to its end; a silent one counts as ended. */
export class Line {
  private readonly socket: WebSocket;
  private lastHeard = Date.now();
  private watch: ReturnType<typeof setTimeout>;
  private isOver = false;

  constructor(
    url: string,
    private readonly silenceMs: number,
    private readonly hooks: Hooks,
  ) {
    this.socket = new WebSocket(url);
    this.socket.addEventListener('message', ({ data }: MessageEvent<string>) => this.hear(data));
    this.socket.addEventListener('close', ({ code }) => this.finish(code));
    this.watch = setTimeout(() => this.look(), silenceMs);
  }

  get silentForMs(): number {
    return Date.now() - this.lastHeard;
  }

  send(frame: CommandFrame): void {
    this.socket.send(JSON.stringify(frame));
  }

  /** Ends now; a closing handshake over a dead connection would take minutes. */
  drop(): void {
    this.finish(DROPPED);
    this.socket.close();
  }

  private hear(text: string): void {
    if (this.isOver) return;
    this.lastHeard = Date.now();
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
    if (this.isOver) return;
    this.isOver = true;
    clearTimeout(this.watch);
    this.hooks.over(code);
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
