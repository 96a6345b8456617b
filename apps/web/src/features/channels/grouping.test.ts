import type { UserId } from '@plaza/contract';
import { describe, expect, it } from 'vitest';
import { sampleMessage, samplePerson } from '../../client/testing/samples.js';
import { estimatedHeight, isGrouped } from './grouping.js';

const previous = sampleMessage(1, { createdAt: '2026-05-01T12:00:00.000Z' });
const next = {
  authorId: previous.author.id as string,
  replyTo: null,
  createdAt: '2026-05-01T12:04:59.000Z',
};

describe('a message', () => {
  it('goes on under the name of the one above it', () => {
    expect(isGrouped(next, previous)).toBe(true);
  });

  it.each([
    ['five minutes later', { ...next, createdAt: '2026-05-01T12:05:00.000Z' }],
    ['of somebody else', { ...next, authorId: samplePerson('bob').id as UserId }],
    ['that replies to another', { ...next, replyTo: previous.id }],
  ])('%s gets a name of its own', (_what, message) => {
    expect(isGrouped(message, previous)).toBe(false);
  });

  it('gets a name of its own where it is the first, and after midnight', () => {
    const lateNight = new Date(2026, 4, 1, 23, 59, 30);
    const midnight = new Date(2026, 4, 2, 0, 0, 30);
    const late = sampleMessage(1, { createdAt: lateNight.toISOString() });
    expect(isGrouped(next, undefined)).toBe(false);
    expect(isGrouped({ ...next, createdAt: midnight.toISOString() }, late)).toBe(false);
  });

  it('is expected to be as tall as its lines, and taller with a name', () => {
    const short = estimatedHeight(sampleMessage(2), previous);
    const long = estimatedHeight(sampleMessage(3, { body: 'x'.repeat(200) }), previous);
    const broken = estimatedHeight(sampleMessage(4, { body: 'one\ntwo\nthree' }), previous);
    expect(estimatedHeight(sampleMessage(5), undefined)).toBeGreaterThan(short);
    expect(long).toBe(broken);
    expect(long).toBeGreaterThan(short);
  });
});
