import type pg from 'pg';
import { Database } from '../platform/database/database.js';
import { connectionOfRunning } from '../platform/database/embedded/cluster.js';
import { EmbeddedPostgres } from '../platform/database/embedded/embedded-postgres.js';
import { assertMigrated } from '../platform/database/migrations/migrate.js';
import { openPool } from '../platform/database/pool.js';
import { createLogger } from '../platform/logging/logger.js';
import { DataDirInUseError, lockDataDir } from '../platform/process/data-dir.js';
import { StartError } from '../platform/process/start-error.js';
import { loadSettings, type Settings } from '../platform/settings/settings.js';

/** What a command works with; all of it is closed when the command ends. */
export interface CliContext {
  settings: Settings;
  database: Database;
  connection: pg.PoolConfig;
}

const CONNECTIONS = 2;

/**
 * Opens the database of this installation beside the running server, or starts the embedded one when no server runs.
 * Errors: `StartError`, `SettingsError`.
 */
export async function openCliContext(opened: AsyncDisposableStack): Promise<CliContext> {
  const settings = loadSettings(process.env, process.cwd());
  const connection = await findDatabase(settings, opened);
  const database = new Database(openPool(connection, CONNECTIONS));
  opened.defer(() => database.close());
  await assertMigrated(database.connections);
  return { settings, database, connection };
}

async function findDatabase(settings: Settings, opened: AsyncDisposableStack): Promise<pg.PoolConfig> {
  if (settings.databaseUrl) return { connectionString: settings.databaseUrl };
  const locked = tryToLock(settings.dataDir);
  if (!locked) {
    const running = connectionOfRunning(settings.dataDir);
    if (running) return running;
    throw new StartError(
      `A server uses DATA_DIR ${settings.dataDir} but its database does not run yet; try again.`,
    );
  }
  opened.defer(() => locked.release());
  const log = createLogger({ logLevel: 'error' });
  const embedded = await EmbeddedPostgres.start({ dataDir: settings.dataDir, log });
  opened.defer(() => embedded.stop());
  return embedded.connection;
}

function tryToLock(dataDir: string) {
  try {
    return lockDataDir(dataDir);
  } catch (error) {
    if (error instanceof DataDirInUseError) return undefined;
    throw error;
  }
}
