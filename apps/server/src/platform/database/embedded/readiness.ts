import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';

const PAUSE_MS = 20;
const CONNECT_MS = 5_000;

const MISSING_ROLE = new Set(['28000', '28P01']);
const MISSING_DATABASE = '3D000';
const NOT_YET = new Set(['ECONNREFUSED', 'ENOENT', 'ECONNRESET', '57P03']);

/** Waits until Plaza's own database answers; makes its role and the database where they are missing. */
export async function acceptsConnections(address: pg.ClientConfig, signal: AbortSignal): Promise<void> {
  for (;;) {
    signal.throwIfAborted();
    const obstacle = await connectAs(address, 'plaza', 'plaza');
    if (obstacle === undefined) return;
    if (MISSING_ROLE.has(obstacle)) await asSuperuser(address, createRole(address.password));
    else if (obstacle === MISSING_DATABASE) await asSuperuser(address, 'create database plaza owner plaza');
    else await pause(PAUSE_MS, undefined, { signal });
  }
}

/** Gives the error code that PostgreSQL answers with, undefined when it is ready. Errors: what waiting does not heal. */
async function connectAs(
  address: pg.ClientConfig,
  user: string,
  database: string,
): Promise<string | undefined> {
  const client = new pg.Client({ ...address, user, database, connectionTimeoutMillis: CONNECT_MS });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return undefined;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'closed';
    if (MISSING_ROLE.has(code) || code === MISSING_DATABASE || NOT_YET.has(code) || code === 'closed')
      return code;
    throw error;
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function asSuperuser(address: pg.ClientConfig, statement: string): Promise<void> {
  const client = new pg.Client({
    ...address,
    user: 'postgres',
    database: 'postgres',
    connectionTimeoutMillis: CONNECT_MS,
  });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

function createRole(password: pg.ClientConfig['password']): string {
  if (typeof password !== 'string') return 'create role plaza login';
  return `create role plaza login password ${pg.escapeLiteral(password)}`;
}
