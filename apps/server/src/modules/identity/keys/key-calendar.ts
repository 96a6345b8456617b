const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;

/** A new key signs only after this time: until then every node and every other app has it from the published set. */
export const ANNOUNCED_MS = 5 * MINUTE_MS;
/** After its last signature a key stays published this long: until its last token has run out. */
export const REMEMBERED_MS = 20 * MINUTE_MS;

/** A key older than this makes room for a new one. */
export const ROTATED_MS = 30 * 24 * 60 * MINUTE_MS;

/** When a key began and ended. */
export interface KeyDates {
  createdAt: Date;
  retiredAt: Date | null;
}

/**
 * Gives the key that signs at a moment: the newest that has been announced long enough, else the oldest. Every node that
 * knows the same keys comes to the same answer, also about a moment that has passed.
 */
export function signingKeyAt<Key extends KeyDates>(keys: readonly Key[], at: Date): Key | undefined {
  const oldestFirst = keys.toSorted((a, b) => a.createdAt.getTime() - b.createdAt.getTime());
  const announced = oldestFirst.filter(({ createdAt }) => createdAt.getTime() + ANNOUNCED_MS <= at.getTime());
  return announced.at(-1) ?? oldestFirst.at(0);
}

/** Whether signatures of the key count at a moment. */
export function isTrusted({ retiredAt }: KeyDates, at: Date): boolean {
  return retiredAt === null || retiredAt > forgottenBy(at);
}

/** Keys that were retired before this are trusted no more. */
export function forgottenBy(at: Date): Date {
  return new Date(at.getTime() - ANNOUNCED_MS - REMEMBERED_MS);
}
