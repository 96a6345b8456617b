import { randomBytes } from 'node:crypto';
import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type pg from 'pg';
import { StartError } from '../../process/start-error.js';
import { type Account, exitOf, giveTo } from './account.js';
import { type Binaries, EMBEDDED_MAJOR } from './binaries.js';

/** What differs from PostgreSQL's defaults. An operator's `alter system` wins over it. */
const CONFIGURATION = `# Written by Plaza at every start; use "alter system" for settings of your own.
max_connections = 100
shared_buffers = 128MB
# Bounds the time that recovery takes after a crash.
max_wal_size = 256MB
min_wal_size = 64MB
jit = off
# Helper processes that a small server does not need.
io_method = sync
max_logical_replication_workers = 0
# Failed statements are logged by the server with their request; DETAIL lines would carry what people wrote.
log_min_messages = log
log_error_verbosity = terse
log_checkpoints = off
log_min_duration_statement = 2000
log_parameter_max_length = 0
log_line_prefix = ''
`;

/** A database cluster on disk; created, when there is none, under a temporary name and then renamed. */
export async function ensureCluster(binaries: Binaries, account: Account, directory: string): Promise<void> {
  if (!existsSync(directory)) await createCluster(binaries, account, directory);
  giveTo(account, directory);
  const version = versionOf(directory);
  if (version !== String(EMBEDDED_MAJOR)) {
    throw new StartError(
      `The embedded database in ${directory} is of PostgreSQL ${version}, this release brings ${EMBEDDED_MAJOR}; start the release that made it, or restore a backup into a new DATA_DIR.`,
    );
  }
  writeFileSync(join(directory, 'plaza.conf'), CONFIGURATION);
}

/** The password of the database's users where a socket cannot restrict access. */
export function passwordOf(directory: string): string {
  return readFileSync(passwordFile(directory), 'utf8').trim();
}

function versionOf(directory: string): string {
  try {
    return readFileSync(join(directory, 'PG_VERSION'), 'utf8').trim();
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? error.code : error;
    throw new StartError(
      `The embedded database in ${directory} cannot be read (${reason}); start Plaza as the user who owns it.`,
    );
  }
}

async function createCluster(binaries: Binaries, account: Account, directory: string): Promise<void> {
  const draft = `${directory}.new`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { mode: 0o700 });
  giveTo(account, draft);
  const child = account.spawn(binaries.initdb, initialisation(draft, directory), {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const complaint = child.stderr ? text(child.stderr) : '';
  const code = await exitOf(child);
  if (code !== 0) {
    throw new StartError(
      `The embedded database could not be made in ${directory}: ${lastLine(await complaint)}`,
    );
  }
  appendFileSync(join(draft, 'postgresql.conf'), "\ninclude 'plaza.conf'\n");
  renameSync(draft, directory);
}

function initialisation(draft: string, directory: string): string[] {
  // Sorting and case by code point: the same order on every system and in every release of its libraries.
  const always = [
    '-D',
    draft,
    '-U',
    'postgres',
    '-E',
    'UTF8',
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
  ];
  if (process.platform !== 'win32') return [...always, '--auth=trust'];
  writeFileSync(passwordFile(directory), `${randomBytes(24).toString('base64url')}\n`, { mode: 0o600 });
  chmodSync(passwordFile(directory), 0o600);
  return [...always, '--auth=scram-sha-256', `--pwfile=${passwordFile(directory)}`];
}

function passwordFile(directory: string): string {
  return `${directory}.password`;
}

function lastLine(output: string): string {
  return output.trim().split('\n').at(-1) ?? '';
}

/** Where the embedded database of a server that runs in another process is reached; undefined when none runs. */
export function connectionOfRunning(dataDir: string): pg.PoolConfig | undefined {
  const directory = join(dataDir, 'postgres');
  const lockFile = join(directory, 'postmaster.pid');
  if (!existsSync(lockFile)) return undefined;
  // The lines are: process, directory, start, port, directory of the socket, address.
  const [, , , port, socketDir, address] = readFileSync(lockFile, 'utf8').split('\n');
  const login = { port: Number(port), user: 'plaza', database: 'plaza' };
  if (socketDir) return { ...login, host: socketDir };
  return { ...login, host: address || '127.0.0.1', password: passwordOf(directory) };
}
