import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('../../../apps/server/dist/main.js', import.meta.url));
const page = fileURLToPath(new URL('../../../apps/web/dist/index.html', import.meta.url));
const READY_MS = 60_000;

/** The built server with its own database, as a process that can be killed and started again on the same port and data. */
export class PlazaServer {
  private child: ChildProcess | null = null;
  private output = '';

  private constructor(
    readonly port: number,
    readonly dataDir: string,
  ) {}

  static async start(): Promise<PlazaServer> {
    for (const built of [program, page]) {
      if (!existsSync(built)) throw new Error(`${built} is not there; build with: npm test e2e`);
    }
    const server = new PlazaServer(await freePort(), mkdtempSync(join(tmpdir(), 'plaza-e2e-')));
    await server.start();
    return server;
  }

  get url(): string {
    return `http://localhost:${this.port}`;
  }

  async start(): Promise<void> {
    this.child = spawn(process.execPath, [program], {
      cwd: this.dataDir,
      env: {
        PATH: process.env.PATH,
        NODE_ENV: 'production',
        DATA_DIR: this.dataDir,
        PORT: String(this.port),
        RATE_LIMITS: 'off',
        LOG_LEVEL: 'warn',
        // Hashing is not what journeys are about.
        ARGON2_MEMORY_KIB: '1024',
        ARGON2_PASSES: '1',
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream?.on('data', (part: Buffer) => {
        this.output += part.toString();
      });
    }
    await this.ready();
  }

  /** As a lost machine: nothing is flushed, closed or said. */
  async kill(): Promise<void> {
    await this.end('SIGKILL');
  }

  async close(): Promise<void> {
    await this.end('SIGTERM');
    rmSync(this.dataDir, { recursive: true, force: true, maxRetries: 5 });
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    const { child } = this;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const closed = once(child, 'close');
    child.kill(signal);
    await closed;
  }

  private async ready(): Promise<void> {
    const deadline = performance.now() + READY_MS;
    for (;;) {
      const answer = await fetch(`${this.url}/health/ready`).catch(() => null);
      if (answer?.status === 200) return;
      if (this.child?.exitCode !== null) throw new Error(`The server ended:\n${this.output}`);
      if (performance.now() > deadline) throw new Error(`The server is not ready:\n${this.output}`);
      await pause(50);
    }
  }
}

async function freePort(): Promise<number> {
  const probe = createServer();
  probe.listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (address === null || typeof address === 'string') throw new Error('There is no free port');
  return address.port;
}
