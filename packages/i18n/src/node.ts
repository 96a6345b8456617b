import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import compile from 'icu-minify/compile';
import type { CompiledMessages } from './index.js';

/** Messages as translators write them: by key, perhaps grouped. */
export interface Messages {
  [key: string]: Messages | string;
}

/** The languages of a folder with one folder for each. */
export function languagesIn(directory: string): string[] {
  const entries = readdirSync(directory, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
}

/** Reads a language: one file for each area, whose name is the area's. Errors: a file that is not JSON, by its name. */
export function readLanguage(directory: string, language: string): Messages {
  const names = readdirSync(join(directory, language)).filter((name) => name.endsWith('.json'));
  const areas = names
    .sort()
    .map((name) => [name.slice(0, -'.json'.length), read(join(directory, language, name))]);
  return Object.fromEntries(areas);
}

/** Compiles messages for `catalogueOf`. Errors: a message that is not ICU, by its key. */
export function compileMessages(messages: Messages, path = ''): CompiledMessages {
  const entries = Object.entries(messages).map(([key, message]) => {
    const at = `${path}${key}`;
    return [key, typeof message === 'string' ? compileAt(at, message) : compileMessages(message, `${at}.`)];
  });
  return Object.fromEntries(entries);
}

function compileAt(path: string, message: string) {
  try {
    return compile(message);
  } catch (error) {
    throw new Error(`${path} cannot be compiled`, { cause: error });
  }
}

function read(path: string): Messages {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new Error(`${path} is not JSON`, { cause: error });
  }
}
