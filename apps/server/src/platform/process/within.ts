import { setTimeout as pause } from 'node:timers/promises';

/** Waits for `work`, but no longer than given. Errors: those of `work`, unless they come too late. */
export async function within(milliseconds: number, work: PromiseLike<unknown>): Promise<void> {
  await Promise.race([work, pause(milliseconds, undefined, { ref: false })]);
}
