import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { StartError } from '../../platform/process/start-error.js';
import type { CliContext } from '../cli-context.js';
import { copyCluster, copyFiles } from '../hot-copy.js';
import { UsageError } from '../usage-error.js';

/** `plaza backup <directory>`: a copy of DATA_DIR of one moment, which can be started as it is. */
export async function backup({ settings, connection }: CliContext, [target]: string[]): Promise<number> {
  if (!target) throw new UsageError('Say where to.');
  if (settings.databaseUrl) {
    throw new StartError(
      'This copies the embedded database; with DATABASE_URL use pg_dump for the database, and copy DATA_DIR.',
    );
  }
  const directory = resolve(process.cwd(), target);
  if (existsSync(directory)) throw new UsageError(`${directory} is there already.`);
  await copyCluster(connection, settings.dataDir, directory);
  // After the database: a file without a row is cleaned up one day, a row without its file is a loss.
  await copyFiles(settings.dataDir, directory);
  console.log(`Copied to ${directory}. To restore, start Plaza with DATA_DIR set to a copy of it.`);
  return 0;
}
