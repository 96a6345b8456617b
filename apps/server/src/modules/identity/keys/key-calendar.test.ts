import { describe, expect, it } from 'vitest';
import { ANNOUNCED_MS, isTrusted, type KeyDates, REMEMBERED_MS, signingKeyAt } from './key-calendar.js';

const start = Date.UTC(2026, 0, 1);
const at = (milliseconds: number) => new Date(start + milliseconds);
const key = (created: number, retired: number | null = null): KeyDates => ({
  createdAt: at(created),
  retiredAt: retired === null ? null : at(retired),
});

describe('the calendar of signing keys', () => {
  const rotation = 24 * 3_600_000;
  const old = key(0, rotation);
  const fresh = key(rotation);

  it('lets the only key sign at once', () => {
    expect(signingKeyAt([old], at(0))).toBe(old);
  });

  it('lets a new key sign only after it was announced', () => {
    expect(signingKeyAt([fresh, old], at(rotation + ANNOUNCED_MS - 1))).toBe(old);
    expect(signingKeyAt([fresh, old], at(rotation + ANNOUNCED_MS))).toBe(fresh);
  });

  it('gives the same key for a moment in the past', () => {
    expect(signingKeyAt([old, fresh], at(rotation - 1))).toBe(old);
  });

  it('trusts a retired key until its last token has run out', () => {
    expect(isTrusted(old, at(rotation + ANNOUNCED_MS + REMEMBERED_MS - 1))).toBe(true);
    expect(isTrusted(old, at(rotation + ANNOUNCED_MS + REMEMBERED_MS))).toBe(false);
    expect(isTrusted(fresh, at(100 * rotation))).toBe(true);
  });

  it('has no key when there is none', () => {
    expect(signingKeyAt([], at(0))).toBeUndefined();
  });
});
