import { setTimeout as pause } from 'node:timers/promises';

const PAUSE_MS = 10;
const PATIENCE_MS = 5_000;

/** Runs the assertion until it holds; after the patience its last error is the test's. */
export async function eventually<Result>(
  assertion: () => Result | Promise<Result>,
  patienceMs = PATIENCE_MS,
): Promise<Result> {
  const deadline = performance.now() + patienceMs;
  for (;;) {
    try {
      return await assertion();
    } catch (error) {
      if (performance.now() > deadline) throw error;
      await pause(PAUSE_MS);
    }
  }
}
