import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A network between clients and a node, which can break and lead elsewhere. */
export class Relay implements AsyncDisposable {
  private readonly sockets = new Set<Socket>();
  private readonly server = createServer((client) => this.join(client));

  private constructor(private target: number) {}

  static async to(url: string): Promise<Relay> {
    const relay = new Relay(portOf(url));
    await new Promise<void>((resolve) => relay.server.listen(0, '127.0.0.1', resolve));
    return relay;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Breaks every connection without a word. */
  cut(): void {
    for (const socket of this.sockets) socket.destroy();
  }

  /** New connections go there from now on. */
  leadTo(url: string): void {
    this.target = portOf(url);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.cut();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private join(client: Socket): void {
    const node = connect(this.target, '127.0.0.1');
    for (const [from, to] of [
      [client, node],
      [node, client],
    ] as const) {
      this.sockets.add(from);
      from.pipe(to);
      // A break on one side is a break on the other.
      from.on('error', () => to.destroy());
      from.on('close', () => {
        this.sockets.delete(from);
        to.destroy();
      });
    }
  }
}

function portOf(url: string): number {
  return Number(new URL(url).port);
}
