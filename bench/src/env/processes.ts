import { type ChildProcess, type ForkOptions, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { findFreePort } from '../../../apps/server/dist/platform/process/listen.js';

const PLAZA = fileURLToPath(new URL('../../../apps/server/dist/main.js', import.meta.url));
const READY_MS = 30_000;
/** Linux counts processor time in hundredths of a second. */
const TICKS_PER_SECOND = 100;

/** A process that is measured: the server, or a bare baseline of it. */
export class MeasuredProcess {
  private constructor(
    private readonly child: ChildProcess,
    readonly url: string,
    private readonly words: string[],
  ) {}

  static async plaza(env: NodeJS.ProcessEnv): Promise<MeasuredProcess> {
    const dataDir = env.DATA_DIR ?? mkdtempSync(join(tmpdir(), 'plaza-bench-data-'));
    const port = await findFreePort('127.0.0.1');
    const server = MeasuredProcess.fork(PLAZA, [], port, {
      cwd: dataDir,
      env: {
        PATH: process.env.PATH,
        NODE_ENV: 'production',
        HOST: '127.0.0.1',
        PORT: String(port),
        DATA_DIR: dataDir,
        RATE_LIMITS: 'off',
        LOG_LEVEL: 'warn',
        ...env,
      },
    });
    if (!env.DATA_DIR) server.child.once('exit', () => rmSync(dataDir, { recursive: true, force: true }));
    await server.ready();
    return server;
  }

  /** A baseline: its port is its argument, everything else comes by a message. */
  static async baseline(name: string, task?: object): Promise<MeasuredProcess> {
    const script = fileURLToPath(new URL(`../baselines/${name}.js`, import.meta.url));
    const port = await findFreePort('127.0.0.1');
    const server = MeasuredProcess.fork(script, [String(port)], port, { env: process.env });
    if (task) server.child.send(task);
    await once(server.child, 'message');
    return server;
  }

  private static fork(script: string, args: string[], port: number, options: ForkOptions): MeasuredProcess {
    const flags = process.env.BENCH_NODE_FLAGS?.split(' ') ?? [];
    const child = fork(script, args, { ...options, execArgv: flags, silent: true });
    const words: string[] = [];
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (part: Buffer) => words.push(part.toString()));
    }
    return new MeasuredProcess(child, `http://127.0.0.1:${port}`, words);
  }

  /** Processor seconds it has used so far, where the system reports them. */
  get cpuSeconds(): number {
    const { own } = cpuSecondsOf(Number(this.child.pid));
    return own;
  }

  /** Resident memory in MB, where the system reports it. */
  get memory(): number {
    try {
      const kilobytes = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${this.child.pid}/status`, 'utf8'))?.[1];
      return Number(kilobytes) / 1_000;
    } catch {
      return Number.NaN;
    }
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const ended = once(this.child, 'exit');
    this.child.kill('SIGTERM');
    await ended;
  }

  private async ready(): Promise<void> {
    const deadline = performance.now() + READY_MS;
    for (;;) {
      const isReady = await fetch(`${this.url}/health/ready`).then(
        (response) => response.ok,
        () => false,
      );
      if (isReady) return;
      if (this.child.exitCode !== null || performance.now() > deadline) {
        throw new Error(`The server does not come up:\n${this.words.join('')}`);
      }
      await pause(10);
    }
  }
}

/** Processor seconds of a process and of those of its children that have ended, where the system tells them. */
export function cpuSecondsOf(pid: number): { own: number; ended: number } {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ').map(Number) ?? [];
    const [own = Number.NaN, system = 0, ended = 0, endedSystem = 0] = fields.slice(11, 15);
    return { own: (own + system) / TICKS_PER_SECOND, ended: (ended + endedSystem) / TICKS_PER_SECOND };
  } catch {
    return { own: Number.NaN, ended: Number.NaN };
  }
}
