import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { inject, onTestFinished } from 'vitest';
import { connectionOfRunning } from '../../../src/platform/database/embedded/cluster.js';
import { cloneDatabase, dropDatabase } from '../../support/databases.js';
import { ServerProcess } from '../../support/server-process.js';

/** Hashing is not what a fault is about. */
const cheapHashing = { ARGON2_MEMORY_KIB: '1024', ARGON2_PASSES: '1' };
const START_MS = 60_000;
/** Servers of one instance sign with the same key, in the name of the same origin. */
const shared = {
  SECRET_KEY: 'one secret key for all the servers of a test',
  PUBLIC_URL: 'http://plaza.example.org',
};

/** The servers of one test, on one database: the embedded one, or a database of the cluster of the run. */
export class House {
  readonly directory = mkdtempSync(join(tmpdir(), 'plaza-fault-'));
  private readonly servers: ServerProcess[] = [];
  private started = 0;
  private pool: pg.Pool | undefined;

  private constructor(
    private readonly databaseUrl: string | undefined,
    private readonly environment: NodeJS.ProcessEnv,
  ) {}

  /** One server can live here, with its embedded database. */
  static onEmbedded(environment: NodeJS.ProcessEnv = {}): House {
    const house = new House(undefined, environment);
    onTestFinished(() => house.close());
    return house;
  }

  /** Any number of servers can live here, on a migrated database of the cluster. */
  static async onCluster(environment: NodeJS.ProcessEnv = {}): Promise<House> {
    const clusterUrl = inject('clusterUrl');
    const name = `plaza_fault_${randomBytes(6).toString('hex')}`;
    const house = new House(await cloneDatabase(clusterUrl, name), environment);
    onTestFinished(async () => {
      await house.close();
      await dropDatabase(clusterUrl, name);
    });
    return house;
  }

  /** Any number of servers can live here, on a database that the test keeps. */
  static on(databaseUrl: string, environment: NodeJS.ProcessEnv = {}): House {
    const house = new House(databaseUrl, environment);
    onTestFinished(() => house.close());
    return house;
  }

  get embeddedDataDir(): string {
    return join(this.directory, 'data');
  }

  /** Starts a server and waits until it is ready; on the port of an earlier one when that is given. */
  async start(options: { port?: number; environment?: NodeJS.ProcessEnv } = {}): Promise<ServerProcess> {
    const isEmbedded = this.databaseUrl === undefined;
    this.started += 1;
    const server = await ServerProcess.spawn({
      directory: this.directory,
      dataDir: isEmbedded ? this.embeddedDataDir : join(this.directory, `data-${this.started}`),
      ...(options.port !== undefined && { port: options.port }),
      env: {
        ...cheapHashing,
        ...(!isEmbedded && { ...shared, DATABASE_URL: this.databaseUrl }),
        ...this.environment,
        ...options.environment,
      },
    });
    this.servers.push(server);
    await server.ready(START_MS).catch((cause: unknown) => {
      throw new Error(`The server did not become ready:\n${server.log}`, { cause });
    });
    return server;
  }

  /** Connections past the servers, for what no API shows. */
  get connections(): pg.Pool {
    if (!this.pool) {
      const address = this.databaseUrl
        ? { connectionString: this.databaseUrl }
        : connectionOfRunning(this.embeddedDataDir);
      this.pool = new pg.Pool({ ...address, max: 3 });
      this.pool.on('error', () => undefined);
    }
    return this.pool;
  }

  private async close(): Promise<void> {
    await this.pool?.end();
    await Promise.all(this.servers.map((server) => server.stop()));
    rmSync(this.directory, { recursive: true, force: true });
  }
}
