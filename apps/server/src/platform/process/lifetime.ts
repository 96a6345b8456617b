import { Injectable } from '@nestjs/common';

/** Tells everyone in this process that it is about to end: no new work, finish what runs, let others go elsewhere. */
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
