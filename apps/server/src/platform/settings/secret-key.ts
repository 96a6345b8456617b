import { randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SettingsError } from '../process/start-error.js';

/** Gives the key in a file of the operator's, or the one of `dataDir`, made there (0600) when there is none yet. */
export function secretKeyFrom(source: { given: string } | { dataDir: string }): string {
  if ('given' in source) return readGiven(source.given);
  const path = join(source.dataDir, 'secret.key');
  try {
    return readKey(path) ?? makeKey(source.dataDir, path);
  } catch (error) {
    throw new SettingsError([
      `DATA_DIR ${source.dataDir} cannot be used (${reasonOf(error)}); make it writable or set DATA_DIR to another directory.`,
    ]);
  }
}

function readGiven(path: string): string {
  const key = readText(path);
  if (key.length < 32) {
    throw new SettingsError([
      `SECRET_KEY_FILE ${path} must hold 32 characters or more; write a longer random key into it.`,
    ]);
  }
  return key;
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch (error) {
    throw new SettingsError([
      `SECRET_KEY_FILE ${path} cannot be read (${reasonOf(error)}); make it readable.`,
    ]);
  }
}

function readKey(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

/** A link either appears whole or not at all, so that a crash or a second process never sees half a key. */
function makeKey(dataDir: string, path: string): string {
  mkdirSync(dataDir, { recursive: true, mode: 0o711 });
  const draft = `${path}.${process.pid}`;
  try {
    writeFileSync(draft, `${randomBytes(32).toString('base64url')}\n`, { mode: 0o600, flush: true });
    linkSync(draft, path);
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error;
  } finally {
    rmSync(draft, { force: true });
  }
  return readFileSync(path, 'utf8').trim();
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}

function reasonOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}
