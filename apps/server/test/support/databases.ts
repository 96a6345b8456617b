import pg from 'pg';

const TEMPLATE = 'plaza_template';

/** A connection URL of what the pool would be given; a socket directory becomes a query parameter. */
export function databaseUrl({ host, port, user, password, database }: pg.PoolConfig): string {
  const login = password ? `${user}:${password}` : user;
  return `postgres://${login}@/${database}?host=${encodeURIComponent(String(host))}&port=${port}`;
}

/** Makes the database anew that all others are cloned from. */
export async function prepareTemplate(clusterUrl: string): Promise<void> {
  await administer(clusterUrl, `drop database if exists ${TEMPLATE}`, `create database ${TEMPLATE}`);
  const { migrateTemplate } = await import('./template.js');
  await migrateTemplate(inDatabase(clusterUrl, TEMPLATE));
}

/** A database of its own for one test file. */
export async function cloneDatabase(clusterUrl: string, name: string): Promise<string> {
  await administer(clusterUrl, `create database ${name} template ${TEMPLATE}`);
  return inDatabase(clusterUrl, name);
}

export async function dropDatabase(clusterUrl: string, name: string): Promise<void> {
  await administer(clusterUrl, `drop database if exists ${name} with (force)`);
}

function inDatabase(clusterUrl: string, name: string): string {
  const url = new URL(clusterUrl.replace('@/', '@localhost/'));
  url.pathname = `/${name}`;
  return url.href;
}

async function administer(clusterUrl: string, ...statements: string[]): Promise<void> {
  const client = new pg.Client({ connectionString: clusterUrl.replace('@/', '@localhost/') });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}
