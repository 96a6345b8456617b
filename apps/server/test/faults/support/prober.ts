import { once as event } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';

const EVERY_MS = 20;
const TIMEOUT_MS = 10_000;

export interface Answer {
  /** 0 when none came. */
  status: number;
  retryAfter: string | null;
  milliseconds: number;
  /** When it was asked, by `performance.now()`. */
  at: number;
}

/** Asks one request again and again, without any repetition of a client, and keeps what was answered. */
export class Prober {
  readonly answers: Answer[] = [];
  private readonly stopping = new AbortController();
  private readonly asking: Promise<void>;

  constructor(
    private readonly url: string,
    private readonly init: () => RequestInit = () => ({}),
  ) {
    this.asking = this.ask();
  }

  /** Gives all answers. */
  async end(): Promise<Answer[]> {
    this.stopping.abort();
    await this.asking;
    return this.answers;
  }

  /** From a moment on, how long it took until all answers were good; undefined when they never were. */
  recoveredAfter(from: number): number | undefined {
    const later = this.answers.filter(({ at }) => at >= from);
    const lastBad = later.findLastIndex(({ status }) => status === 0 || status >= 500);
    const good = later[lastBad + 1];
    return good && good.at + good.milliseconds - from;
  }

  private async ask(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      this.answers.push(await once(this.url, this.init()));
      await pause(EVERY_MS);
    }
  }
}

/** One request, and what became of it. */
export async function once(url: string, init: RequestInit = {}): Promise<Answer> {
  const at = performance.now();
  try {
    const response = await fetch(url, { ...init, signal: AbortSignal.timeout(TIMEOUT_MS) });
    await response.arrayBuffer();
    const retryAfter = response.headers.get('Retry-After');
    return { status: response.status, retryAfter, milliseconds: performance.now() - at, at };
  } catch {
    return { status: 0, retryAfter: null, milliseconds: performance.now() - at, at };
  }
}

/** Does `work`, and gives the times of another client meanwhile: of a thread of its own, which the work here does not slow. */
export async function timesBeside(url: string, work: () => Promise<unknown>): Promise<number[]> {
  const thread = new Worker(new URL('./probing-thread.ts', import.meta.url), { workerData: { url } });
  try {
    await work();
    const told = event(thread, 'message');
    thread.postMessage('end');
    const [times] = await told;
    return times;
  } finally {
    await thread.terminate();
  }
}

/** The time within which 99 of 100 were answered. */
export function p99(milliseconds: readonly number[]): number {
  const sorted = [...milliseconds].sort((one, other) => one - other);
  return sorted[Math.ceil(sorted.length * 0.99) - 1] ?? 0;
}
