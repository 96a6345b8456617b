import { setTimeout as pause } from 'node:timers/promises';

export interface NamedEvent {
  event: string;
  data: unknown;
  id?: string;
}

export interface StreamOptions {
  heartbeatMs: number;
  /** Asked at each heartbeat; the stream ends once it gives false. */
  mayGoOn: () => Promise<boolean>;
  /** Ends the stream. */
  signal: AbortSignal;
}

/** Writes events as `text/event-stream`, and a comment from time to time when nothing happens. */
export async function* eventStreamText(
  events: AsyncIterable<NamedEvent>,
  { heartbeatMs, mayGoOn, signal }: StreamOptions,
): AsyncGenerator<string> {
  const iterator = events[Symbol.asyncIterator]();
  let next = iterator.next();
  try {
    // So that the client knows at once that it is connected.
    yield ':\n\n';
    for (;;) {
      const outcome = await withinHeartbeat(next, heartbeatMs, signal);
      if (signal.aborted) return;
      if (outcome === undefined) {
        if (!(await mayGoOn())) return;
        yield ':\n\n';
      } else {
        if (outcome.done) return;
        yield textOf(outcome.value);
        next = iterator.next();
      }
    }
  } finally {
    // A generator that waits for something that never comes has to listen to the signal itself.
    next.catch(() => undefined);
    void iterator.return?.()?.catch(() => undefined);
  }
}

/** Undefined when nothing came in that time, or the signal ended it. */
async function withinHeartbeat<Value>(
  next: Promise<Value>,
  heartbeatMs: number,
  signal: AbortSignal,
): Promise<Value | undefined> {
  const done = new AbortController();
  const timer = pause(heartbeatMs, undefined, { signal: AbortSignal.any([signal, done.signal]) });
  try {
    return await Promise.race([next, timer.catch(() => undefined)]);
  } finally {
    done.abort();
  }
}

/** JSON has no line breaks of its own, so that one `data` line holds it. */
function textOf({ event, data, id }: NamedEvent): string {
  const lines = [
    `event: ${event}`,
    ...(id === undefined ? [] : [`id: ${id}`]),
    `data: ${JSON.stringify(data)}`,
  ];
  return `${lines.join('\n')}\n\n`;
}
