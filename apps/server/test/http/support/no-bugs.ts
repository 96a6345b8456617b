import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, expect } from 'vitest';
import type { OperationsTestApp } from './operations-test-app.js';

/** Has each test fail that leaves a rejection that nobody handles, or an error that the server did not expect. */
export function expectNoBugs(app: OperationsTestApp): void {
  const unhandled: unknown[] = [];
  const note = (reason: unknown) => unhandled.push(reason);
  beforeEach(() => {
    app.controller.failures.length = 0;
    process.on('unhandledRejection', note);
  });
  afterEach(async () => {
    await pause(20);
    process.off('unhandledRejection', note);
    expect(unhandled).toEqual([]);
    expect(app.bugs).toEqual([]);
  });
}
