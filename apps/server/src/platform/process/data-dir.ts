import { accessSync, constants, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { StartError } from './start-error.js';

/** Another process has locked the data directory. */
export class DataDirInUseError extends StartError {}

/** The data directory, locked by this process until released or until the process ends, however it ends. */
export interface LockedDataDir {
  release(): void;
}

/**
 * Makes the data directory when it is missing and takes it for this process. Errors: `StartError` when it cannot be
 * written, `DataDirInUseError` when another process has locked it.
 */
export function lockDataDir(path: string): LockedDataDir {
  makeWritable(path);
  const lock = takeLock(path);
  writeFileSync(join(path, 'plaza.pid'), `${process.pid}\n`);
  return { release: () => lock.close() };
}

/**
 * An exclusive SQLite transaction is the one lock Node has that the kernel keeps on every system: it ends with the
 * process, even on kill -9, and a process number used again cannot be mistaken for its holder.
 */
function takeLock(path: string): DatabaseSync {
  const lock = new DatabaseSync(join(path, 'plaza.lock'), { timeout: 0 });
  try {
    lock.exec('pragma journal_mode = memory; begin exclusive');
    return lock;
  } catch (error) {
    lock.close();
    if (!isLocked(error)) throw unusable(path, error);
    throw new DataDirInUseError(
      `DATA_DIR ${path} is in use by another Plaza${holderOf(path)}; stop that one first, or set DATA_DIR to another directory.`,
    );
  }
}

function makeWritable(path: string): void {
  try {
    mkdirSync(path, { recursive: true, mode: 0o711 });
    accessSync(path, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    throw unusable(path, error);
  }
}

function unusable(path: string, error: unknown): StartError {
  const reason = error instanceof Error && 'code' in error ? String(error.code) : String(error);
  return new StartError(
    `DATA_DIR ${path} cannot be written (${reason}); make it writable for this user, or set DATA_DIR to another directory.`,
  );
}

function isLocked(error: unknown): boolean {
  const SQLITE_BUSY = 5;
  return error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY;
}

function holderOf(path: string): string {
  try {
    return ` (process ${readFileSync(join(path, 'plaza.pid'), 'utf8').trim()})`;
  } catch {
    return '';
  }
}
