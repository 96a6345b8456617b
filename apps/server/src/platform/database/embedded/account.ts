import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { lchownSync, lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { StartError } from '../../process/start-error.js';
import type { Binaries } from './binaries.js';

const PROBE_MS = 10_000;

/** Under whose name the database runs: PostgreSQL refuses to be root. */
export interface Account {
  /** Who must own the database's files, where we may decide that. */
  owner: { uid: number; gid: number } | undefined;
  spawn(program: string, args: readonly string[], options: SpawnOptions): ChildProcess;
}

/**
 * Gives the account that the database can run under: our own, or as root one without privileges. Errors: `StartError`
 * when root has no such account that reaches the programs.
 */
export async function chooseAccount(binaries: Binaries, dataDir: string): Promise<Account> {
  if (process.getuid?.() !== 0) return { owner: undefined, spawn };
  const candidates = [inUserNamespace, asUser(ownerOf(dataDir))];
  for (const account of candidates) {
    if (await canRun(account, binaries)) return account;
  }
  throw new StartError(
    `PostgreSQL refuses to run as root, and no unprivileged user reaches ${binaries.directory}; start Plaza as an ordinary user, or set DATABASE_URL.`,
  );
}

/** Changes the owner of everything below `directory` where the account asks for another one. */
export function giveTo(account: Account, directory: string): void {
  const { owner } = account;
  if (!owner || lstatSync(directory).uid === owner.uid) return;
  for (const path of readdirSync(directory, { recursive: true, encoding: 'utf8' })) {
    lchownSync(join(directory, path), owner.uid, owner.gid);
  }
  // Last, so that an interrupted change is begun again.
  lchownSync(directory, owner.uid, owner.gid);
}

/** Root outside, an ordinary user inside: reaches private directories, and PostgreSQL is content. */
const inUserNamespace: Account = {
  owner: { uid: 0, gid: 0 },
  spawn: (program, args, options) =>
    spawn('unshare', ['--user', '--map-user=1000', '--map-group=1000', program, ...args], options),
};

function asUser(owner: { uid: number; gid: number }): Account {
  return { owner, spawn: (program, args, options) => spawn(program, args, { ...options, ...owner }) };
}

function ownerOf(dataDir: string): { uid: number; gid: number } {
  const { uid, gid } = lstatSync(dataDir);
  return uid === 0 ? nobody() : { uid, gid };
}

function nobody(): { uid: number; gid: number } {
  const entry = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((line) => line.startsWith('nobody:'));
  const [, , uid, gid] = entry?.split(':') ?? [];
  return { uid: Number(uid ?? 65_534), gid: Number(gid ?? 65_534) };
}

async function canRun(account: Account, binaries: Binaries): Promise<boolean> {
  try {
    const child = account.spawn(binaries.postgres, ['--version'], { stdio: 'ignore', timeout: PROBE_MS });
    return (await exitOf(child)) === 0;
  } catch {
    return false;
  }
}

/** Gives the exit code of a child, null when a signal ended it. Errors: when it could not be started. */
export function exitOf(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', resolve);
  });
}
