import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { findFreePort } from '../../src/platform/process/listen.js';
import { eventually } from './eventually.js';

const program = fileURLToPath(new URL('../../dist/main.js', import.meta.url));

export interface ProcessOptions {
  dataDir: string;
  /** Where it is started: a `.env` there is read. */
  directory: string;
  port?: number;
  env?: NodeJS.ProcessEnv;
}

/** The built server as a process of its own, to be killed and watched from outside. */
export class ServerProcess {
  private output = '';
  private readonly ended: Promise<number | null>;

  private constructor(
    private readonly child: ChildProcess,
    readonly port: number,
  ) {
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (part: Buffer) => {
        this.output += part.toString();
      });
    }
    this.ended = once(child, 'close').then(([code]) => code);
  }

  /** Starts it without waiting for anything. */
  static async spawn({ dataDir, directory, port, env = {} }: ProcessOptions): Promise<ServerProcess> {
    const chosen = port ?? (await findFreePort('127.0.0.1'));
    const child = spawn(process.execPath, [program], {
      cwd: directory,
      env: {
        PATH: process.env.PATH,
        NODE_ENV: 'production',
        DATA_DIR: dataDir,
        PORT: String(chosen),
        HOST: '127.0.0.1',
        RATE_LIMITS: 'off',
        ...env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    return new ServerProcess(child, chosen);
  }

  /** Starts it and waits until it is ready for requests. */
  static async start(options: ProcessOptions): Promise<ServerProcess> {
    const server = await ServerProcess.spawn(options);
    await server.ready();
    return server;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  get pid(): number {
    if (this.child.pid === undefined) throw new Error('The server did not start');
    return this.child.pid;
  }

  /** Everything it has printed. */
  get log(): string {
    return this.output;
  }

  /** Waits until it says that it is ready. Errors: when it ended, or is not ready in time. */
  async ready(patienceMs = 15_000): Promise<void> {
    const ended = this.ended.then(() => {
      throw new Error(`The server ended with:\n${this.output}`);
    });
    const ready = eventually(async () => {
      const response = await fetch(`${this.url}/health/ready`);
      if (response.status !== 200) throw new Error(`The server is not ready: ${await response.text()}`);
    }, patienceMs);
    await Promise.race([ready, ended]);
  }

  kill(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  /** Waits for its end; gives its exit code, null when a signal ended it. */
  async end(): Promise<number | null> {
    return this.ended;
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    this.kill('SIGTERM');
    await this.ended;
  }
}
