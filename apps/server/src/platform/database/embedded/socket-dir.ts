import { createHash } from 'node:crypto';
import { chownSync, lstatSync, mkdirSync, realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StartError } from '../../process/start-error.js';
import type { Account } from './account.js';

/** What systems allow for the path of a socket, less the name that PostgreSQL gives it. */
const LONGEST = 103 - '/.s.PGSQL.5432'.length;

/**
 * Makes the private directory of a cluster's socket: short, because a socket's path is bounded, and always the same for
 * one cluster. Errors: `StartError` when somebody else has taken its name.
 */
export function ensureSocketDir(account: Account, clusterDirectory: string): string {
  const uid = account.owner?.uid ?? process.getuid?.() ?? 0;
  const name = `plaza-${uid}-${createHash('sha256').update(realpathSync(clusterDirectory)).digest('hex').slice(0, 16)}`;
  const wished = join(realpathSync(tmpdir()), name);
  const path = wished.length <= LONGEST ? wished : join('/tmp', name);
  mkdirSync(path, { recursive: true, mode: 0o700 });
  if (account.owner && lstatSync(path).uid === process.getuid?.()) {
    chownSync(path, account.owner.uid, account.owner.gid);
  }
  const found = lstatSync(path);
  if (!found.isDirectory() || found.uid !== uid || (found.mode & 0o077) !== 0) {
    throw new StartError(
      `${path} should be a private directory of Plaza and is not; remove it and start again.`,
    );
  }
  return path;
}
