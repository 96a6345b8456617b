import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DataDirInUseError, holdDataDir } from './data-dir.js';

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'plaza-data-dir-'));
});

afterEach(() => {
  rmSync(directory, { recursive: true, force: true });
});

describe('holdDataDir', () => {
  it('lets one at a time have it, and says who', () => {
    const path = join(directory, 'new', 'data');
    const held = holdDataDir(path);
    expect(() => holdDataDir(path)).toThrow(DataDirInUseError);
    expect(() => holdDataDir(path)).toThrow(`(process ${process.pid})`);
    held.release();
    holdDataDir(path).release();
  });

  it('says in one line when it cannot be written', () => {
    writeFileSync(join(directory, 'flat'), '');
    expect(() => holdDataDir(join(directory, 'flat', 'data'))).toThrow(
      /^DATA_DIR .* cannot be written \(ENOTDIR\); .*\.$/,
    );
  });
});
