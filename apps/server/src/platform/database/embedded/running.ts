import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type pg from 'pg';
import { passwordOf } from './cluster.js';

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
