import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, inject } from 'vitest';
import { Database } from '../../src/platform/database/database.js';
import { openPool } from '../../src/platform/database/pool.js';
import { Ids } from '../../src/platform/ids/ids.js';
import { createLogger, type Logger } from '../../src/platform/logging/logger.js';
import { loadSettings, type Settings } from '../../src/platform/settings/settings.js';
import { cloneDatabase, dropDatabase } from './databases.js';
import { MovableClock } from './movable-clock.js';

/** What the services of the platform stand on, with a database of its own; closed after the file's tests. */
export interface TestPlatform {
  settings: Settings;
  database: Database;
  clock: MovableClock;
  ids: Ids;
  logger: Logger;
  /** What was logged, one JSON object each. */
  logged: Record<string, unknown>[];
  dataDir: string;
}

export async function openTestPlatform(environment: NodeJS.ProcessEnv = {}): Promise<TestPlatform> {
  const clusterUrl = inject('clusterUrl');
  const name = `plaza_test_${randomBytes(6).toString('hex')}`;
  const databaseUrl = await cloneDatabase(clusterUrl, name);
  const dataDir = mkdtempSync(join(tmpdir(), 'plaza-test-'));
  const settings = loadSettings(
    { SECRET_KEY: 'k'.repeat(32), DATABASE_URL: databaseUrl, DATA_DIR: dataDir, ...environment },
    dataDir,
  );
  const pool = openPool({ connectionString: databaseUrl }, settings.databasePool);
  pool.on('error', () => undefined);
  const database = new Database(pool);
  const clock = new MovableClock();
  const logged: Record<string, unknown>[] = [];
  const write = (line: string) => void logged.push(JSON.parse(line));
  afterAll(async () => {
    await database.close();
    await dropDatabase(clusterUrl, name);
    rmSync(dataDir, { recursive: true, force: true });
  });
  const logger = createLogger({ logLevel: 'info' }, { write });
  return { settings, database, clock, ids: new Ids(clock), logger, logged, dataDir };
}
