import { expect, it } from 'vitest';
import { MovableClock } from '../../../platform/clock/clock.js';
import { Throttle } from './throttle.js';

it('one passes per key and interval, and nothing is remembered longer', () => {
  const clock = new MovableClock();
  const throttle = new Throttle(clock, 3_000);
  expect([throttle.allows('a'), throttle.allows('a'), throttle.allows('b')]).toEqual([true, false, true]);
  clock.advance(2_000);
  expect(throttle.allows('a')).toBe(false);
  clock.advance(1_001);
  expect([throttle.allows('a'), throttle.allows('a')]).toEqual([true, false]);
});
