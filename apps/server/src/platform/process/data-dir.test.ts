import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DataDirInUseError, lockDataDir } from './data-dir.js';

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'plaza-data-dir-'));
});

afterEach(() => {
  rmSync(directory, { recursive: true, force: true });
});

describe('lockDataDir', () => {
  it('lets one at a time have it, and says who', () => {
    const path = join(directory, 'new', 'data');
    const held = lockDataDir(path);
    expect(() => lockDataDir(path)).toThrow(DataDirInUseError);
    expect(() => lockDataDir(path)).toThrow(`(process ${process.pid})`);
    held.release();
    lockDataDir(path).release();
  });

  it('says in one line when it cannot be written', () => {
    writeFileSync(join(directory, 'flat'), '');
    expect(() => lockDataDir(join(directory, 'flat', 'data'))).toThrow(
      /^DATA_DIR .* cannot be written \(ENOTDIR\); .*\.$/,
    );
  });
});
