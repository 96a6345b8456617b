import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient, type Plaza, PlazaError } from '@plaza/sdk';
import pg from 'pg';
import { pino } from 'pino';
import { afterAll, inject } from 'vitest';
import { loadSettings } from '../../src/platform/settings/settings.js';
import { type RunningServer, startServer } from '../../src/server.js';
import { cloneDatabase, dropDatabase } from './databases.js';
import { eventually } from './eventually.js';
import { MovableClock } from './movable-clock.js';
import { type Person, register } from './person.js';

export { eventually } from './eventually.js';
export { type Person, password } from './person.js';

/** Settings that differ from the defaults of a test, by their environment names. */
export type WorldSettings = Record<string, string>;

const testSettings: WorldSettings = {
  NODE_ENV: 'test',
  HOST: '127.0.0.1',
  PORT: '0',
  SECRET_KEY: 'a secret key of a test and of nothing else',
  RATE_LIMITS: 'off',
  LOG_LEVEL: 'silent',
  // Hashing is not what most tests are about.
  ARGON2_MEMORY_KIB: '1024',
  ARGON2_PASSES: '1',
};

/** A real server on a database of its own, with people in it. Closed by itself after the file's tests. */
export class World {
  private registered = 0;

  private constructor(
    readonly server: RunningServer,
    readonly databaseUrl: string,
    readonly clock: MovableClock,
    readonly dataDir: string,
    private readonly environment: WorldSettings,
    private readonly pool: pg.Pool,
  ) {}

  static async open(settings: WorldSettings = {}): Promise<World> {
    const clusterUrl = inject('clusterUrl');
    const name = `plaza_test_${randomBytes(6).toString('hex')}`;
    const databaseUrl = await cloneDatabase(clusterUrl, name);
    const dataDir = mkdtempSync(join(tmpdir(), 'plaza-world-'));
    const clock = new MovableClock();
    const environment: WorldSettings = {
      ...testSettings,
      DATABASE_URL: databaseUrl,
      DATA_DIR: dataDir,
      ...settings,
    };
    const log = pino({ level: environment.LOG_LEVEL ?? 'silent' });
    const server = await startServer(loadSettings(environment, dataDir), { clock, log });
    const pool = new pg.Pool({ connectionString: databaseUrl, max: 4 });
    const world = new World(server, databaseUrl, clock, dataDir, environment, pool);
    afterAll(async () => {
      await pool.end();
      await server.close();
      await dropDatabase(clusterUrl, name);
      rmSync(dataDir, { recursive: true, force: true });
    });
    return world;
  }

  get url(): string {
    return this.server.url;
  }

  /** Another server on the same database, with the same settings, public address and time. */
  async neighbour(): Promise<RunningServer> {
    const dataDir = mkdtempSync(join(tmpdir(), 'plaza-neighbour-'));
    const environment = { ...this.environment, DATA_DIR: dataDir, PUBLIC_URL: this.url };
    const settings = loadSettings(environment, dataDir);
    const server = await startServer(settings, { clock: this.clock, log: pino({ level: 'silent' }) });
    afterAll(async () => {
      await server.close();
      rmSync(dataDir, { recursive: true, force: true });
    });
    return server;
  }

  /** A client of nobody. */
  stranger(): Plaza {
    return createClient({ baseUrl: this.url });
  }

  /** Somebody new; their username begins with `name`. */
  person(name = 'person'): Promise<Person> {
    this.registered += 1;
    return register(this.url, `${name}_${this.registered}${randomBytes(3).toString('hex')}`.slice(0, 32));
  }

  async people(count: number): Promise<Person[]> {
    return Promise.all(Array.from({ length: count }, () => this.person()));
  }

  async follow(follower: Person, followee: Person): Promise<void> {
    await follower.api.graph.follow({ params: { userId: followee.id } });
  }

  /** They follow each other. */
  async befriend(one: Person, other: Person): Promise<void> {
    await Promise.all([this.follow(one, other), this.follow(other, one)]);
  }

  /** Resolves once every listener has done what follows from what has happened so far. */
  async quiet(): Promise<void> {
    await eventually(async () => {
      const behind = await this.rows(
        `select c.consumer from event_cursors c
         where exists (select from events e where (e.xid, e.id) > (c.xid, c.event_id))`,
      );
      if (behind.length > 0) throw new Error('Listeners are still at work');
    });
  }

  /** Rows of the database, for invariants that no API shows. */
  async rows<Row extends pg.QueryResultRow>(text: string, values: unknown[] = []): Promise<Row[]> {
    return (await this.pool.query<Row>(text, values)).rows;
  }

  /** A request by hand, below the SDK: for malformed ones. */
  async request(
    method: string,
    path: string,
    options: { token?: string; body?: unknown; headers?: Record<string, string> } = {},
  ): Promise<{ status: number; body: unknown; headers: Headers }> {
    const { token, body, headers = {} } = options;
    const response = await fetch(`${this.url}/api/v1${path}`, {
      method,
      headers: {
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...(body !== undefined && !isEncoded(body) && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && {
        body: typeof body === 'string' || isEncoded(body) ? body : JSON.stringify(body),
      }),
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json');
    return { status: response.status, body: isJson ? JSON.parse(text) : text, headers: response.headers };
  }
}

/** A body that names its own type. */
function isEncoded(body: unknown): body is FormData | URLSearchParams | Blob {
  return body instanceof FormData || body instanceof URLSearchParams || body instanceof Blob;
}

/** The problem code with which a call is refused; anything else fails the test. */
export async function refusal(call: Promise<unknown>): Promise<string> {
  try {
    await call;
  } catch (error) {
    if (error instanceof PlazaError) return error.code;
    throw error;
  }
  throw new Error('The call was not refused');
}
