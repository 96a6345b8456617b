import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';

interface Delivered {
  from: string;
  to: string[];
  content: string;
}

/** A small mail server that takes what it is sent, or refuses it as configured. */
export class SmtpPeer {
  readonly delivered: Delivered[] = [];
  /** Answered to the content of every mail as long as it is set. */
  refusal: { code: number; message: string } | undefined;
  /** The Message-ID of every mail that came, taken or refused. */
  readonly attempts: string[] = [];
  private readonly server: SMTPServer;

  private constructor() {
    this.server = new SMTPServer({
      authOptional: true,
      hideSTARTTLS: true,
      logger: false,
      onData: (stream, session, done) => {
        text(stream).then((content) => {
          this.attempts.push(/^Message-ID: (.+)\r$/m.exec(content)?.[1] ?? 'none');
          if (this.refusal) {
            const { code, message } = this.refusal;
            done(Object.assign(new Error(message), { responseCode: code }));
            return;
          }
          const { mailFrom, rcptTo } = session.envelope;
          this.delivered.push({
            from: mailFrom ? mailFrom.address : '',
            to: rcptTo.map(({ address }) => address),
            content,
          });
          done();
        }, done);
      },
    });
  }

  static async open(): Promise<SmtpPeer> {
    const peer = new SmtpPeer();
    await new Promise<void>((resolve) => peer.server.listen(0, '127.0.0.1', () => resolve()));
    return peer;
  }

  get url(): string {
    const address = this.server.server.address();
    if (address === null || typeof address === 'string') throw new Error('The peer does not listen');
    return `smtp://127.0.0.1:${address.port}`;
  }

  async close(): Promise<void> {
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }
}

/** A server that accepts connections and never says a word. */
export async function openSilentPeer(): Promise<{
  url: string;
  connections: Set<Socket>;
  close(): Promise<void>;
}> {
  const connections = new Set<Socket>();
  const server = createServer((socket) => {
    connections.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => connections.delete(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The peer does not listen');
  return {
    url: `smtp://127.0.0.1:${address.port}`,
    connections,
    close: async () => {
      for (const socket of connections) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
