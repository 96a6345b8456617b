import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { findFreePort } from '../../../src/platform/process/listen.js';
import { eventually } from '../../support/eventually.js';

const INSTALLED = '/usr/lib/postgresql';
const PATIENCE_MS = 30_000;
/** The account "nobody": PostgreSQL runs for no administrator. */
const NOBODY = 65_534;

const account = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {};

/** Where the PostgreSQL of this machine is, if there is one. */
export const installedPostgres = findInstalled();

/** A PostgreSQL of this machine that nobody starts again but the test. */
export class OutsidePostgres {
  private child: ChildProcess | undefined;

  private constructor(
    private readonly directory: string,
    private readonly port: number,
  ) {}

  static async start(): Promise<OutsidePostgres> {
    const directory = mkdtempSync(join(tmpdir(), 'plaza-outside-'));
    if (account.uid !== undefined) chownSync(directory, account.uid, account.gid);
    const options = ['-D', join(directory, 'cluster'), '-U', 'plaza', '-A', 'trust', '-E', 'UTF8', '-N'];
    const made = spawnSync(join(installedPostgres ?? '', 'initdb'), options, { ...account, cwd: directory });
    if (made.status !== 0) throw new Error(`initdb failed: ${made.stderr}`);
    const postgres = new OutsidePostgres(directory, await findFreePort('127.0.0.1'));
    await postgres.launch();
    return postgres;
  }

  get url(): string {
    return `postgres://plaza@127.0.0.1:${this.port}/postgres`;
  }

  /** Starts it again; what a kill left behind may take a moment to go. */
  async launch(): Promise<void> {
    await eventually(async () => {
      if (!this.child || this.child.exitCode !== null || this.child.signalCode !== null) this.spawn();
      const client = new pg.Client({ connectionString: this.url });
      client.on('error', () => undefined);
      try {
        await client.connect();
      } finally {
        await client.end().catch(() => undefined);
      }
    }, PATIENCE_MS);
  }

  async kill(): Promise<void> {
    const { child } = this;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  }

  async stop(): Promise<void> {
    const { child } = this;
    if (child && child.exitCode === null && child.signalCode === null) {
      child.kill('SIGINT');
      await once(child, 'exit');
    }
    rmSync(this.directory, { recursive: true, force: true });
  }

  private spawn(): void {
    const options = [
      '-D',
      join(this.directory, 'cluster'),
      '-h',
      '127.0.0.1',
      '-p',
      String(this.port),
      '-k',
      '',
    ];
    this.child = spawn(join(installedPostgres ?? '', 'postgres'), options, {
      ...account,
      cwd: this.directory,
      stdio: 'ignore',
    });
  }
}

function findInstalled(): string | undefined {
  if (!existsSync(INSTALLED)) return undefined;
  const versions = readdirSync(INSTALLED).sort((one, other) => Number(other) - Number(one));
  return versions
    .map((version) => join(INSTALLED, version, 'bin'))
    .find((path) => existsSync(join(path, 'initdb')));
}
