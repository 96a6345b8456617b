import { connect, type Socket } from 'node:net';

/** A connection on which a test writes HTTP by hand, to see what becomes of it. */
export class RawClient {
  private received = '';
  private arrival: (() => void) | undefined;
  isClosed = false;

  private constructor(readonly socket: Socket) {
    socket.setEncoding('latin1');
    socket.on('data', (text: string) => {
      this.received += text;
      this.arrival?.();
    });
    socket.on('error', () => undefined);
    socket.on('close', () => {
      this.isClosed = true;
      this.arrival?.();
    });
  }

  static async open(port: number): Promise<RawClient> {
    const socket = connect(port, '127.0.0.1');
    await new Promise((resolve) => socket.once('connect', resolve));
    return new RawClient(socket);
  }

  write(...lines: string[]): void {
    this.socket.write(lines.join('\r\n'), 'latin1');
  }

  /** The status and body of the next response; undefined when the connection ended without one. */
  async response(): Promise<{ status: number; body: string } | undefined> {
    for (;;) {
      const end = this.received.indexOf('\r\n\r\n');
      const head = this.received.slice(0, end);
      const length = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0);
      if (end >= 0 && this.received.length >= end + 4 + length) {
        const body = this.received.slice(end + 4, end + 4 + length);
        this.received = this.received.slice(end + 4 + length);
        return { status: Number(head.split(' ')[1]), body };
      }
      if (this.isClosed) return undefined;
      await new Promise<void>((resolve) => {
        this.arrival = resolve;
      });
    }
  }

  /** Whether the server still answers on this connection. */
  async isAlive(): Promise<boolean> {
    this.write('GET /api/v1/account/old HTTP/1.1', 'Host: test', '', '');
    return (await this.response())?.status === 200;
  }
}
