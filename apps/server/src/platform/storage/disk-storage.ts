import { createHash, randomUUID } from 'node:crypto';
import { type FileHandle, mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { ByteRange } from '@plaza/contract';
import { isStorageFull } from '../database/database-errors.js';
import { ProblemError } from '../problems/problem-error.js';
import { Settings } from '../settings/settings.js';
import { syncDirectory } from './atomic-file.js';

export interface StoredObject {
  /** In hexadecimal; its name. */
  sha256: string;
  size: number;
}

/** Keeps bytes as files named by their content: what is there is whole, and the same bytes are there once. */
@Injectable()
export class DiskStorage implements OnModuleInit {
  private readonly objects: string;
  private readonly unfinished: string;

  constructor(settings: Settings) {
    this.objects = join(settings.dataDir, 'media');
    this.unfinished = join(this.objects, 'unfinished');
  }

  /** What a killed process left half written is of no use. */
  async onModuleInit(): Promise<void> {
    await rm(this.unfinished, { recursive: true, force: true });
    await mkdir(this.unfinished, { recursive: true, mode: 0o700 });
  }

  /**
   * Keeps what `source` gives; once it resolves, the bytes survive a power failure. Errors: `payload_too_large` beyond
   * `maxBytes`, `storage_full`, and those of `source`; nothing stays behind then.
   */
  async put(source: AsyncIterable<Uint8Array>, maxBytes: number): Promise<StoredObject> {
    const temporary = join(this.unfinished, randomUUID());
    try {
      const stored = await write(temporary, source, maxBytes);
      await this.putInPlace(temporary, stored.sha256);
      return stored;
    } catch (error) {
      await rm(temporary, { force: true });
      throw isStorageFull(error) ? new ProblemError('storage_full') : error;
    }
  }

  /** Opens an object, or a part of it, with the size of the whole; undefined when it is not there. The stream has to be read or destroyed. */
  async open(sha256: string, range?: ByteRange): Promise<{ size: number; stream: Readable } | undefined> {
    const file = await openIfThere(this.pathOf(sha256));
    if (!file) return undefined;
    const { size } = await file.stat();
    return { size, stream: file.createReadStream({ ...range }) };
  }

  /** Removing what is not there is done already. */
  async remove(sha256: string): Promise<void> {
    await rm(this.pathOf(sha256), { force: true });
  }

  private async putInPlace(temporary: string, sha256: string): Promise<void> {
    const path = this.pathOf(sha256);
    const directory = dirname(path);
    const firstMade = await mkdir(directory, { recursive: true, mode: 0o700 });
    await rename(temporary, path);
    await syncDirectory(directory);
    if (firstMade === undefined) return;
    await syncDirectory(dirname(directory));
    await syncDirectory(this.objects);
  }

  private pathOf(sha256: string): string {
    if (!/^[\da-f]{64}$/.test(sha256)) throw new Error('An object is named by its SHA-256');
    return join(this.objects, sha256.slice(0, 2), sha256.slice(2, 4), sha256);
  }
}

async function write(
  path: string,
  source: AsyncIterable<Uint8Array>,
  maxBytes: number,
): Promise<StoredObject> {
  const hash = createHash('sha256');
  let size = 0;
  const file = await open(path, 'wx', 0o600);
  try {
    for await (const chunk of source) {
      size += chunk.byteLength;
      if (size > maxBytes) throw new ProblemError('payload_too_large');
      hash.update(chunk);
      await file.writeFile(chunk);
    }
    await file.sync();
  } finally {
    await file.close();
  }
  return { sha256: hash.digest('hex'), size };
}

async function openIfThere(path: string): Promise<FileHandle | undefined> {
  try {
    return await open(path, 'r');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
