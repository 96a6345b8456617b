import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadSettings } from '../settings/settings.js';
import { DiskStorage } from './disk-storage.js';

const ROOM = 1_000_000;

describe('DiskStorage', () => {
  let dataDir: string;
  let storage: DiskStorage;

  beforeAll(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'plaza-storage-'));
    storage = new DiskStorage(loadSettings({ SECRET_KEY: 'k'.repeat(32), DATA_DIR: dataDir }, dataDir));
    await storage.onModuleInit();
  });

  afterAll(() => rmSync(dataDir, { recursive: true }));

  function files(): string[] {
    const entries = readdirSync(join(dataDir, 'media'), { recursive: true, withFileTypes: true });
    return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  }

  async function read(sha256: string, range?: { start: number; end: number }): Promise<Buffer | undefined> {
    const opened = await storage.open(sha256, range);
    return opened && buffer(opened.stream);
  }

  it('gives back what was put in, whole and in part, under the hash of its content', async () => {
    const content = randomBytes(300_000);
    const { sha256, size } = await storage.put(
      Readable.from([content.subarray(0, 7), content.subarray(7)]),
      ROOM,
    );
    expect(sha256).toBe(createHash('sha256').update(content).digest('hex'));
    expect(size).toBe(300_000);
    expect(await read(sha256)).toEqual(content);
    expect(await read(sha256, { start: 10, end: 19 })).toEqual(content.subarray(10, 20));
    expect((await storage.open(sha256, { start: 0, end: 0 }))?.size).toBe(300_000);
    expect(files()).toEqual([join(dataDir, 'media', sha256.slice(0, 2), sha256.slice(2, 4), sha256)]);
    expect(statSync(files()[0] ?? '').mode & 0o777).toBe(0o600);
    await storage.remove(sha256);
  });

  it('keeps the same bytes once, also when they come several times at once', async () => {
    const content = randomBytes(10_000);
    const stored = await Promise.all(
      Array.from({ length: 8 }, () => storage.put(Readable.from([content]), ROOM)),
    );
    expect(new Set(stored.map(({ sha256 }) => sha256)).size).toBe(1);
    expect(files()).toHaveLength(1);
    await storage.remove(stored[0]?.sha256 ?? '');
  });

  it('keeps nothing of what is too large', async () => {
    const source = Readable.from([Buffer.alloc(60), Buffer.alloc(60)]);
    await expect(storage.put(source, 100)).rejects.toMatchObject({ code: 'payload_too_large' });
    expect(files()).toEqual([]);
    expect(await storage.put(Readable.from([Buffer.alloc(100)]), 100)).toMatchObject({ size: 100 });
    await storage.remove(createHash('sha256').update(Buffer.alloc(100)).digest('hex'));
  });

  it('keeps nothing of what breaks off', async () => {
    async function* breaking() {
      yield Buffer.from('half of');
      throw new Error('connection lost');
    }
    await expect(storage.put(breaking(), ROOM)).rejects.toThrow('connection lost');
    expect(files()).toEqual([]);
  });

  it('knows nothing of what was removed or never there', async () => {
    const { sha256 } = await storage.put(Readable.from([Buffer.from('short-lived')]), ROOM);
    await storage.remove(sha256);
    await storage.remove(sha256);
    expect(await storage.open(sha256)).toBeUndefined();
  });

  it.each(['', '../../etc/passwd', 'A'.repeat(64), `${'a'.repeat(63)}/`])(
    'takes %j for no name',
    async (name) => {
      await expect(storage.open(name)).rejects.toThrow('SHA-256');
      await expect(storage.remove(name)).rejects.toThrow('SHA-256');
    },
  );

  it('clears away at the start what a killed process left half written', async () => {
    mkdirSync(join(dataDir, 'media', 'unfinished'), { recursive: true });
    writeFileSync(join(dataDir, 'media', 'unfinished', 'half'), 'half');
    await storage.onModuleInit();
    expect(files()).toEqual([]);
  });
});
