import type { CommandAnswer, CommandInput, CommandName } from '@plaza/contract';
import { WebSocket } from 'ws';
import { eventually } from './eventually.js';

interface Frame {
  event: string;
  data: Record<string, unknown>;
  cursor: string | null;
}

/** A plain socket that keeps every frame it got. */
export class TestSocket {
  readonly frames: Frame[] = [];
  private readonly answers = new Map<string, (answer: Record<string, unknown>) => void>();
  private commands = 0;

  private constructor(private readonly socket: WebSocket) {
    socket.on('message', (text) => this.receive(JSON.parse(String(text))));
    socket.on('error', () => undefined);
  }

  /** Resolves once `ready` was received. */
  static async open(
    baseUrl: string,
    token: string,
    cursor?: string,
    patienceMs?: number,
  ): Promise<TestSocket> {
    const query = new URLSearchParams({ token, ...(cursor && { cursor }) });
    const socket = new TestSocket(new WebSocket(`${baseUrl.replace('http', 'ws')}/ws?${query}`));
    await eventually(() => {
      if (!socket.received('ready')) throw new Error('The socket is not ready');
    }, patienceMs);
    return socket;
  }

  /** The latest cursor. */
  get cursor(): string {
    return this.frames.findLast((frame) => frame.cursor !== null)?.cursor ?? '';
  }

  /** Whether an event arrived whose data begins like that. */
  received(event: string, data: Record<string, unknown> = {}): boolean {
    return this.frames.some(
      (frame) =>
        frame.event === event && Object.entries(data).every(([name, value]) => frame.data[name] === value),
    );
  }

  async command<Name extends CommandName>(
    name: Name,
    data: CommandInput<Name>,
  ): Promise<CommandAnswer<Name>> {
    this.commands += 1;
    const ref = String(this.commands);
    const answer = await new Promise<Record<string, unknown>>((resolve) => {
      this.answers.set(ref, resolve);
      this.socket.send(JSON.stringify({ command: name, data, ref }));
    });
    if (answer.ok !== true) throw new Error(`${name} was refused: ${JSON.stringify(answer.problem)}`);
    return answer.data as CommandAnswer<Name>;
  }

  close(): void {
    this.socket.terminate();
  }

  private receive(frame: Record<string, unknown>): void {
    if (typeof frame.ref === 'string') this.answers.get(frame.ref)?.(frame);
    else this.frames.push(frame as unknown as Frame);
  }
}
