import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { EmbeddedPostgres } from '../../../apps/server/dist/platform/database/embedded/embedded-postgres.js';
import { migrate } from '../../../apps/server/dist/platform/database/migrations/migrate.js';
import { createLogger } from '../../../apps/server/dist/platform/logging/logger.js';

import { cpuSecondsOf } from './processes.js';

const log = createLogger({ logLevel: 'silent' });

/** What measuring needs of PostgreSQL; the same for the server and for its baselines. */
const SETTINGS = {
  shared_preload_libraries: 'pg_stat_statements',
  'pg_stat_statements.track_utility': 'off',
  logging_collector: 'on',
  log_destination: 'jsonlog',
  log_directory: 'log',
  log_parameter_max_length: '-1',
  log_error_verbosity: 'default',
  max_connections: '200',
} as const;

/** A statement as a server sent it. */
export interface SentStatement {
  /** The connection's process in the database. */
  process: number;
  text: string;
  values: (string | null)[];
}

/** One PostgreSQL as the product brings it, with as many databases as are compared. */
export class Cluster {
  private constructor(
    private readonly postgres: EmbeddedPostgres,
    private readonly directory: string,
  ) {}

  static async start(dataDir: string): Promise<Cluster> {
    const first = await EmbeddedPostgres.start({ dataDir, log });
    const draft = new Cluster(first, join(dataDir, 'postgres'));
    for (const [name, value] of Object.entries(SETTINGS)) {
      await draft.administer(`alter system set ${name} = '${value}'`).catch(() => undefined);
    }
    await draft.administer('alter role plaza createdb');
    await first.stop();
    const cluster = new Cluster(await EmbeddedPostgres.start({ dataDir, log }), draft.directory);
    await cluster.administer('create extension if not exists pg_stat_statements');
    return cluster;
  }

  /** Where a database is reached by the server's own role, or by the one that may do everything. */
  url(database: string, user = 'plaza'): string {
    const { host, port, password } = this.postgres.connection;
    const login = password ? `${user}:${String(password)}` : user;
    return `postgres://${login}@localhost/${database}?host=${encodeURIComponent(String(host))}&port=${port}`;
  }

  async has(database: string): Promise<boolean> {
    const rows = await this.administer(`select from pg_database where datname = '${database}'`);
    return rows.length > 0;
  }

  /** An empty database with the schema of the product. */
  async create(database: string): Promise<void> {
    await this.administer(`create database ${database} owner plaza`);
    await migrate({ connectionString: this.url(database) }, { log });
  }

  /** The same rows again; nobody may be connected to the first. */
  async copy(from: string, to: string): Promise<void> {
    await this.administer(
      `drop database if exists ${to} with (force)`,
      `create database ${to} template ${from} owner plaza`,
    );
  }

  async drop(database: string): Promise<void> {
    await this.administer(`drop database if exists ${database} with (force)`);
  }

  async rename(from: string, to: string): Promise<void> {
    await this.administer(`alter database ${from} rename to ${to}`);
  }

  /** Runs statements one after the other as the superuser; gives the rows of the last. */
  async administer(...statements: string[]): Promise<Record<string, unknown>[]> {
    const client = new pg.Client({ connectionString: this.url('postgres', 'postgres') });
    await client.connect();
    try {
      let rows: Record<string, unknown>[] = [];
      for (const statement of statements) ({ rows } = await client.query(statement));
      return rows;
    } finally {
      await client.end();
    }
  }

  /** The statements that connections to a database send while `work` runs; only connections opened within are recorded. */
  async record(database: string, work: () => Promise<void>): Promise<SentStatement[]> {
    await this.administer(`alter database ${database} set log_statement = 'all'`);
    const before = this.logged().length;
    try {
      await work();
    } finally {
      await this.administer(`alter database ${database} reset log_statement`);
    }
    return this.logged()
      .slice(before)
      .flatMap((line) => statementIn(line, database));
  }

  /** Processor seconds that PostgreSQL has used so far, where the system tells them. */
  get cpuSeconds(): number {
    try {
      const [pid = ''] = readFileSync(join(this.directory, 'postmaster.pid'), 'utf8').split('\n');
      const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ');
      const { own, ended } = cpuSecondsOf(Number(pid));
      return children.reduce((sum, child) => sum + cpuSecondsOf(Number(child)).own, own + ended);
    } catch {
      return Number.NaN;
    }
  }

  async stop(): Promise<void> {
    await this.postgres.stop();
  }

  private logged(): string[] {
    const directory = join(this.directory, 'log');
    const files = readdirSync(directory)
      .filter((name) => name.endsWith('.json'))
      .sort();
    return files.flatMap((name) => readFileSync(join(directory, name), 'utf8').split('\n').filter(Boolean));
  }
}

function statementIn(line: string, database: string): SentStatement[] {
  const { dbname, pid, message, detail } = JSON.parse(line);
  const text = /^(?:execute [^:]*|statement): (.*)$/s.exec(message ?? '')?.[1];
  if (dbname !== database || text === undefined) return [];
  return [{ process: pid, text, values: valuesIn(detail ?? '') }];
}

/** `Parameters: $1 = 'it''s', $2 = NULL`. */
function valuesIn(detail: string): (string | null)[] {
  const matches = detail.matchAll(/\$\d+ = (?:NULL|'((?:[^']|'')*)')/g);
  return [...matches].map(([, quoted]) => quoted?.replaceAll("''", "'") ?? null);
}
