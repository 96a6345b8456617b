import pg from 'pg';
import { pino } from 'pino';
import { migrate } from '../../src/platform/database/migrations/migrate.js';

const TEMPLATE = 'plaza_template';

/** A connection URL of what the pool would be given; a socket directory becomes a query parameter. */
export function databaseUrl({ host, port, user, password, database }: pg.PoolConfig): string {
  const login = password ? `${user}:${password}` : user;
  return `postgres://${login}@localhost/${database}?host=${encodeURIComponent(String(host))}&port=${port}`;
}

/** The product's own role may not make databases; that of the tests has to. */
export async function allowDatabases(superuserUrl: string): Promise<void> {
  await administer(superuserUrl, 'alter role plaza createdb');
}

/** Makes the database anew that all others are cloned from. */
export async function prepareTemplate(clusterUrl: string): Promise<void> {
  await administer(clusterUrl, `drop database if exists ${TEMPLATE}`, `create database ${TEMPLATE}`);
  const connectionString = inDatabase(clusterUrl, TEMPLATE);
  await migrate({ connectionString }, { log: pino({ level: 'silent' }) });
}

/** A database of its own for one test file; gives its URL. */
export async function cloneDatabase(clusterUrl: string, name: string): Promise<string> {
  await administer(clusterUrl, `create database ${name} template ${TEMPLATE}`);
  return inDatabase(clusterUrl, name);
}

/** A plain drop ends autovacuum in there, where `with (force)` lacks the right; so the rest is ended and kept out before. */
export async function dropDatabase(clusterUrl: string, name: string): Promise<void> {
  await administer(
    clusterUrl,
    `alter database ${name} with allow_connections false`,
    `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}' and usename = current_user`,
    `drop database ${name}`,
  );
}

function inDatabase(clusterUrl: string, name: string): string {
  const url = new URL(clusterUrl);
  url.pathname = `/${name}`;
  return url.href;
}

async function administer(clusterUrl: string, ...statements: string[]): Promise<void> {
  const client = new pg.Client({ connectionString: clusterUrl });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}
