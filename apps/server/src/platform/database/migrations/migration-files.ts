import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** One step of the schema: a file `NNNN_name.sql`. */
export interface Migration {
  version: number;
  name: string;
  sql: string;
  checksum: string;
}

const FILE_NAME = /^(\d{4})_([a-z0-9_]+)\.sql$/;

/** Where the migrations lie, seen from source and from the compiled server alike. */
export const migrationsDirectory = fileURLToPath(new URL('../../../../migrations/', import.meta.url));

/** Reads the migrations of this release in order. Errors: a file that does not follow the naming, a gap, a double. */
export async function readMigrations(directory: string): Promise<Migration[]> {
  const names = (await readdir(directory)).filter((name) => name.endsWith('.sql')).sort();
  return Promise.all(
    names.map(async (fileName, index) => {
      const [, version, name] = FILE_NAME.exec(fileName) ?? [];
      if (!name || Number(version) !== index + 1) {
        const expected = String(index + 1).padStart(4, '0');
        throw new Error(`${fileName} in ${directory} should be named ${expected}_<name>.sql`);
      }
      const sql = (await readFile(join(directory, fileName), 'utf8')).replaceAll('\r\n', '\n');
      return { version: index + 1, name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    }),
  );
}
