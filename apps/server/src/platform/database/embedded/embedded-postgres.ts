import { type ChildProcess, execFileSync } from 'node:child_process';
import { realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import type pg from 'pg';
import type { Logger } from '../../logging/logger.js';
import { findFreePort } from '../../process/listen.js';
import { StartError } from '../../process/start-error.js';
import { type Account, chooseAccount, exitOf } from './account.js';
import { type Binaries, findBinaries } from './binaries.js';
import { ensureCluster, passwordOf } from './cluster.js';
import { clearLeftovers } from './leftovers.js';
import { acceptsConnections } from './readiness.js';
import { ensureSocketDir } from './socket-dir.js';

export interface EmbeddedOptions {
  /** Locked by this process. */
  dataDir: string;
  log: Logger;
}

interface Address {
  /** The directory of the socket, or a loopback address. */
  host: string;
  port: number;
  password?: string;
}

const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 5_000;
/** Recovery after a crash is bounded by the log it has to read; this is for a machine in trouble. */
const READY_MS = 120_000;
/** What a stop asks for in turn, and how long each may take: fast, immediate, forced. */
const STOP_STEPS = [
  { signal: 'SIGINT', patienceMs: 6_000 },
  { signal: 'SIGQUIT', patienceMs: 1_000 },
  { signal: 'SIGKILL', patienceMs: 1_000 },
] as const;

/** PostgreSQL as a child process: made when missing, started again when it dies, ended with its owner. */
export class EmbeddedPostgres {
  private child: ChildProcess | undefined;
  private isReady = false;
  private revival: Promise<void> = Promise.resolve();
  private readonly stopping = new AbortController();
  private readonly lastLines: string[] = [];

  private constructor(
    private readonly binaries: Binaries,
    private readonly account: Account,
    private readonly directory: string,
    private readonly address: Address,
    private readonly log: Logger,
  ) {}

  /** Starts the database of `dataDir` and waits until it answers. Errors: `StartError`. */
  static async start({ dataDir, log }: EmbeddedOptions): Promise<EmbeddedPostgres> {
    const binaries = findBinaries();
    const account = await chooseAccount(binaries, dataDir);
    const directory = join(realpathSync(dataDir), 'postgres');
    await ensureCluster(binaries, account, directory);
    const address = await chooseAddress(account, directory);
    const database = new EmbeddedPostgres(binaries, account, directory, address, log);
    process.once('exit', database.letGo);
    await database.launch();
    return database;
  }

  /** Where the pool connects to. */
  get connection(): pg.PoolConfig {
    return { ...this.address, user: 'plaza', database: 'plaza' };
  }

  /** The process number of the database server while it runs. */
  get pid(): number | undefined {
    return this.child?.pid;
  }

  /** Ends the database: open transactions are rolled back, everything committed is on disk. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.revival;
    process.off('exit', this.letGo);
    const { child } = this;
    if (!child) return;
    const ended = exitOf(child);
    for (const { signal, patienceMs } of STOP_STEPS) {
      this.signal(child, signal);
      if ((await Promise.race([ended, pause(patienceMs, 'late', { ref: false })])) !== 'late') break;
      this.log.warn({ signal }, 'the embedded database takes long to stop');
    }
    if (process.platform !== 'win32') rmSync(this.address.host, { recursive: true, force: true });
  }

  private async launch(): Promise<void> {
    await clearLeftovers(this.directory, this.binaries, this.log);
    const child = this.account.spawn(this.binaries.postgres, this.parameters(), {
      stdio: ['ignore', 'ignore', 'pipe'],
      // Ctrl-C in a terminal goes to the whole group: the database ends after the requests that need it.
      detached: true,
      cwd: this.directory,
    });
    this.child = child;
    this.isReady = false;
    this.listenTo(child);
    const ended = exitOf(child).finally(() => {
      if (this.child === child) this.child = undefined;
    });
    const abandoned = new AbortController();
    const signal = AbortSignal.any([abandoned.signal, this.stopping.signal, AbortSignal.timeout(READY_MS)]);
    const answers = acceptsConnections(this.address, signal).then(() => 'ready' as const);
    try {
      if ((await Promise.race([ended, answers])) !== 'ready') throw this.failure();
    } catch (error) {
      if (this.child === child) this.signal(child, 'SIGINT');
      throw error;
    } finally {
      abandoned.abort();
      answers.catch(() => undefined);
    }
    this.isReady = true;
    void ended.then(() => this.onDeath());
  }

  private onDeath(): void {
    if (this.stopping.signal.aborted) return;
    this.log.error(
      { lastWords: this.lastLines.at(-1) },
      'the embedded database ended unexpectedly; starting it again',
    );
    this.revival = this.revive();
  }

  private async revive(): Promise<void> {
    const began = performance.now();
    for (
      let wait = FIRST_PAUSE_MS;
      !this.stopping.signal.aborted;
      wait = Math.min(wait * 2, LONGEST_PAUSE_MS)
    ) {
      try {
        await this.launch();
        this.log.info({ afterMs: Math.round(performance.now() - began) }, 'the embedded database is back');
        return;
      } catch (error) {
        if (this.stopping.signal.aborted) return;
        this.log.error({ err: error, nextTryInMs: wait }, 'the embedded database does not start');
        await pause(wait, undefined, { signal: this.stopping.signal }).catch(() => undefined);
      }
    }
  }

  private parameters(): string[] {
    const { host, port } = this.address;
    const listenFlags = process.platform === 'win32' ? ['-h', host] : ['-h', '', '-k', host];
    return ['-D', this.directory, ...listenFlags, '-p', String(port)];
  }

  private listenTo(child: ChildProcess): void {
    if (!child.stderr) return;
    this.lastLines.length = 0;
    createInterface({ input: child.stderr }).on('line', (line) => {
      if (!/starting up|not yet accepting/.test(line)) this.lastLines.push(line);
      if (this.lastLines.length > 20) this.lastLines.shift();
      const isExpected = !this.isReady || this.stopping.signal.aborted;
      if (!isExpected && /^(FATAL|PANIC):/.test(line)) this.log.warn({ from: 'postgres' }, line);
      else this.log.debug({ from: 'postgres' }, line);
    });
  }

  private failure(): StartError {
    const words =
      this.lastLines.findLast((line) => /^(FATAL|PANIC|ERROR):/.test(line)) ?? this.lastLines.at(-1);
    return new StartError(
      `The embedded database in ${this.directory} does not start: ${words ?? 'it gives no reason'}`,
    );
  }

  private signal(child: ChildProcess, signal: NodeJS.Signals): void {
    if (process.platform !== 'win32') child.kill(signal);
    else execFileSync(this.binaries.pgControl, ['kill', signal.replace('SIG', ''), String(child.pid)]);
  }

  /** When this process ends without a stop, the database is asked to end as well. */
  private readonly letGo = (): void => {
    if (this.child) this.signal(this.child, 'SIGINT');
  };
}

async function chooseAddress(account: Account, directory: string): Promise<Address> {
  if (process.platform !== 'win32') return { host: ensureSocketDir(account, directory), port: 5432 };
  return { host: '127.0.0.1', port: await findFreePort('127.0.0.1'), password: passwordOf(directory) };
}
