import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import pg from 'pg';
import { Cluster } from './cluster.js';
import { say } from './figures.js';
import { cheapPasswords } from './people.js';
import { MeasuredProcess } from './processes.js';
import { seed } from './seed/seed.js';

export const SMALL = 10_000;
export const LARGE = 1_000_000;

/** The same for the server and for its baselines. */
export const POOL_SIZE = 20;

/** What the scenarios stand on: one PostgreSQL with seeded databases, and processes that end with it. */
export class BenchEnv {
  private readonly opened: (() => Promise<void>)[] = [];

  private constructor(
    private readonly directory: string,
    private readonly isKept: boolean,
    public cluster: Cluster,
  ) {}

  /** Seeded databases are found again in `kept`, or thrown away at the end where none is named. */
  static async open(kept: string | undefined): Promise<BenchEnv> {
    const directory = kept === undefined ? mkdtempSync(join(tmpdir(), 'plaza-bench-')) : resolve(kept);
    mkdirSync(directory, { recursive: true });
    return new BenchEnv(directory, kept !== undefined, await Cluster.start(directory));
  }

  /** A database with so many rows; the same one for all who ask, so for reading. */
  async seeded(rows: number): Promise<string> {
    const name = `plaza_${rows}`;
    if (await this.cluster.has(name)) return name;
    say(`Seeding ${rows.toLocaleString('en')} rows of each kind …`);
    const draft = `${name}_draft`;
    await this.cluster.drop(draft);
    await this.cluster.create(draft);
    await seed(this.cluster.url(draft, 'postgres'), rows);
    await this.cluster.rename(draft, name);
    return name;
  }

  /** A copy of its own of the small database, for writing. */
  async copy(name: string): Promise<string> {
    await this.cluster.copy(await this.seeded(SMALL), name);
    this.opened.push(() => this.cluster.drop(name));
    return name;
  }

  /** A server on a database of the cluster, ended with the scenario. */
  async plaza(database: string, env: NodeJS.ProcessEnv = {}): Promise<MeasuredProcess> {
    const server = await MeasuredProcess.plaza({
      DATABASE_URL: this.cluster.url(database),
      DATABASE_POOL: String(POOL_SIZE),
      ...cheapPasswords,
      ...env,
    });
    this.opened.push(() => server.stop());
    return server;
  }

  async baseline(name: string, task?: object): Promise<MeasuredProcess> {
    const server = await MeasuredProcess.baseline(name, task);
    this.opened.push(() => server.stop());
    return server;
  }

  /** Runs a statement in a database as the superuser. */
  async query(database: string, text: string, values: unknown[] = []): Promise<Record<string, unknown>[]> {
    const client = new pg.Client({ connectionString: this.cluster.url(database, 'postgres') });
    await client.connect();
    try {
      return (await client.query(text, values)).rows;
    } finally {
      await client.end();
    }
  }

  /** Lends the directory of the cluster, with a database in it that the product takes for its own, to `work`. */
  async lend(database: string, work: (dataDir: string) => Promise<void>): Promise<void> {
    await this.cluster.copy(database, 'plaza');
    await this.cluster.stop();
    try {
      await work(this.directory);
    } finally {
      this.cluster = await Cluster.start(this.directory);
    }
  }

  /** Ends what a scenario has opened, the latest first. */
  async clear(): Promise<void> {
    for (const end of this.opened.splice(0).reverse()) await end();
  }

  async close(): Promise<void> {
    await this.clear();
    await this.cluster.stop();
    if (!this.isKept) rmSync(this.directory, { recursive: true, force: true });
  }
}
