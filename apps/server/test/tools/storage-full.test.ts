import { execFileSync, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadSettings } from '../../src/platform/settings/settings.js';
import { writeAtomically } from '../../src/platform/storage/atomic-file.js';
import { DiskStorage } from '../../src/platform/storage/disk-storage.js';

const smallDisk = mkdtempSync(join(tmpdir(), 'plaza-small-disk-'));
const isMounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', smallDisk]).status === 0;

describe.skipIf(!isMounted)('On a disk that is full', () => {
  let storage: DiskStorage;

  beforeAll(async () => {
    storage = new DiskStorage(loadSettings({ SECRET_KEY: 'k'.repeat(32), DATA_DIR: smallDisk }, smallDisk));
    await storage.onModuleInit();
  });

  afterAll(() => {
    execFileSync('umount', [smallDisk]);
  });

  it('the storage refuses what has no room, leaves nothing of it, reads on, and recovers', async () => {
    const content = randomBytes(400_000);
    const { sha256 } = await storage.put(Readable.from([content]), 10_000_000);
    const large = Readable.from(Array.from({ length: 40 }, () => randomBytes(50_000)));
    await expect(storage.put(large, 10_000_000)).rejects.toMatchObject({ code: 'storage_full' });
    expect(readdirSync(join(smallDisk, 'media', 'unfinished'))).toEqual([]);
    const opened = await storage.open(sha256);
    expect(opened && (await buffer(opened.stream))).toEqual(content);
    await storage.remove(sha256);
    await storage.put(Readable.from([randomBytes(800_000)]), 10_000_000);
  });

  it('a file is replaced whole or not at all', async () => {
    const path = join(smallDisk, 'mail.eml');
    await writeAtomically(path, Buffer.from('first'));
    await expect(writeAtomically(path, randomBytes(2_000_000))).rejects.toMatchObject({ code: 'ENOSPC' });
    expect(readdirSync(smallDisk).filter((name) => name.startsWith('mail'))).toEqual(['mail.eml']);
  });
});

afterAll(() => rmSync(smallDisk, { recursive: true, force: true }));
