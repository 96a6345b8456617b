import type { AnswerFrame } from '@plaza/contract';
import { OfflineError, PlazaError } from '../errors.js';

interface Pending {
  resolve(answer: unknown): void;
  reject(error: unknown): void;
}

/** Commands that were sent and wait for the answer with their `ref`. */
export class PendingCommands {
  private readonly pending = new Map<string, Pending>();
  private count = 0;

  /** Sends with a new `ref`. Errors: `PlazaError` as answered, `OfflineError` when the connection or the time ends first. */
  send(write: (ref: string) => void, limit: AbortSignal): Promise<unknown> {
    const ref = String(++this.count);
    return new Promise((resolve, reject) => {
      const giveUp = () => settle(reject)(limit.reason);
      const settle =
        <Value>(end: (value: Value) => void) =>
        (value: Value) => {
          limit.removeEventListener('abort', giveUp);
          this.pending.delete(ref);
          end(value);
        };
      write(ref);
      limit.addEventListener('abort', giveUp);
      this.pending.set(ref, { resolve: settle(resolve), reject: settle(reject) });
    });
  }

  answer(frame: AnswerFrame): void {
    const command = frame.ref === null ? undefined : this.pending.get(frame.ref);
    if (frame.ok) command?.resolve(frame.data);
    else command?.reject(new PlazaError(frame.problem));
  }

  /** The connection is lost: whether the server did them is not known. */
  lose(): void {
    for (const command of [...this.pending.values()]) {
      command.reject(new OfflineError('The connection was lost before the answer'));
    }
  }
}
