import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import type { TestProject } from 'vitest/node';
import { EmbeddedPostgres } from '../../src/platform/database/embedded/embedded-postgres.js';
import { allowDatabases, databaseUrl, prepareTemplate } from './databases.js';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the cluster's maintenance database is. */
    clusterUrl: string;
  }
}

/** One PostgreSQL for the whole run with a migrated template: an outside one when `TEST_DATABASE_URL` names it. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const outside = process.env.TEST_DATABASE_URL;
  if (outside) {
    await prepareTemplate(outside);
    project.provide('clusterUrl', outside);
    return async () => undefined;
  }
  const dataDir = mkdtempSync(join(tmpdir(), 'plaza-test-'));
  const postgres = await EmbeddedPostgres.start({ dataDir, log: pino({ level: 'silent' }) });
  const url = databaseUrl(postgres.connection);
  await allowDatabases(databaseUrl({ ...postgres.connection, user: 'postgres', database: 'postgres' }));
  await prepareTemplate(url);
  project.provide('clusterUrl', url);
  return async () => {
    await postgres.stop();
    rmSync(dataDir, { recursive: true, force: true });
  };
}
