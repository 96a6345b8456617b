import { createServer, type Server } from 'node:net';
import { StartError } from './start-error.js';

export interface ListenTarget {
  /** The setting that chose the port. */
  setting: 'PORT' | 'METRICS_PORT';
  port: number;
  host: string;
}

/** Has a server listen. Errors: as `explainRefusal`. */
export function listen(server: Server, target: ListenTarget): Promise<void> {
  return new Promise((resolve, reject) => {
    const refuse = (error: Error) => reject(explainRefusal(error, target));
    server.once('error', refuse);
    server.listen({ port: target.port, host: target.host }, () => {
      server.off('error', refuse);
      resolve();
    });
  });
}

/** Gives a `StartError` that says what to do when the port is taken or not permitted, else the error itself. */
export function explainRefusal(error: unknown, { setting, port, host }: ListenTarget): unknown {
  switch (error instanceof Error && 'code' in error && error.code) {
    case 'EADDRINUSE':
      return new StartError(
        `Port ${port} is in use by another program; stop that one, or set ${setting} to a free port (such as ${setting}=${port + 1}).`,
      );
    case 'EACCES':
      return new StartError(
        `Port ${port} may not be used by this user; set ${setting} to a port above 1023.`,
      );
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return new StartError(
        `HOST ${host} is not an address of this machine; set HOST to one, or to 0.0.0.0 for all.`,
      );
    default:
      return error;
  }
}

/** Gives a port that nothing listens on at this moment. */
export function findFreePort(host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject);
    probe.listen({ port: 0, host }, () => {
      const address = probe.address();
      const port = typeof address === 'object' ? address?.port : undefined;
      probe.close(() => (port ? resolve(port) : reject(new Error('the system gives no port'))));
    });
  });
}
