import { setTimeout as pause } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';

/** Announces to everything in this process that it is about to end: no new work, finish what runs, let others go elsewhere. */
@Injectable()
export class Lifetime {
  private readonly controller = new AbortController();

  /** Aborted when the graceful stop begins. */
  readonly stopping: AbortSignal = this.controller.signal;

  get isStopping(): boolean {
    return this.stopping.aborted;
  }

  beginStop(): void {
    this.controller.abort(new Error('The server is stopping.'));
  }
}

/** Waits for `work`, but no longer than given. Errors: those of `work`, unless they come too late. */
export async function within(milliseconds: number, work: PromiseLike<unknown>): Promise<void> {
  await Promise.race([work, pause(milliseconds, undefined, { ref: false })]);
}
