import type { Locator } from 'playwright-core';
import { expect } from 'vitest';

const PATIENCE_MS = 15_000;

/** Waits until it is visible. */
export async function see(shown: Locator): Promise<void> {
  await shown.filter({ visible: true }).first().waitFor({ state: 'visible', timeout: PATIENCE_MS });
}

/** Waits until it is not visible any more. */
export async function seeNo(gone: Locator): Promise<void> {
  await gone.filter({ visible: true }).first().waitFor({ state: 'hidden', timeout: PATIENCE_MS });
}

/** Waits until it says so. */
export async function seeWords(shown: Locator, words: string | RegExp): Promise<void> {
  const looksRight =
    typeof words === 'string' ? expect.stringContaining(words) : expect.stringMatching(words);
  await expect.poll(() => shown.first().textContent()).toEqual(looksRight);
}

/** Waits until there are exactly so many. */
export async function seeCount(shown: Locator, count: number): Promise<void> {
  await expect.poll(() => shown.count()).toBe(count);
}
