import { statfs } from 'node:fs/promises';
import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Logger } from '../logging/logger.js';
import { ProblemError } from '../problems/problem-error.js';
import { Settings } from '../settings/settings.js';

/** Below this the embedded database could run out of room in the middle of its own log, and reads would end with it. */
const RESERVE_BYTES = 64 * 1024 * 1024;
const LOOK_EVERY_MS = 2_000;
const RETRY_SECONDS = 60;

/** Watches the room left in the data directory, so that writes are refused while reads still work. */
@Injectable()
export class DiskSpace implements OnApplicationBootstrap, OnApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;
  private free = Number.POSITIVE_INFINITY;

  constructor(
    private readonly settings: Settings,
    private readonly log: Logger,
  ) {}

  get freeBytes(): number {
    return this.free;
  }

  /** No room is left that a write could be promised. */
  get isFull(): boolean {
    return this.free < RESERVE_BYTES;
  }

  /** Asked before every write of a client. Errors: `storage_full`. */
  assertRoom(): void {
    if (this.isFull) throw new ProblemError('storage_full', { retryAfterSeconds: RETRY_SECONDS });
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.look();
    this.timer = setInterval(() => void this.look(), LOOK_EVERY_MS).unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  private async look(): Promise<void> {
    const wasFull = this.isFull;
    try {
      const { bavail, bsize } = await statfs(this.settings.dataDir);
      this.free = bavail * bsize;
    } catch (error) {
      this.log.error({ err: error }, 'the room in DATA_DIR cannot be read');
      this.free = 0;
    }
    if (this.isFull && !wasFull)
      this.log.error({ freeBytes: this.free }, 'DATA_DIR is full: writes are refused');
    if (!this.isFull && wasFull)
      this.log.warn({ freeBytes: this.free }, 'DATA_DIR has room again: writes go on');
  }
}
