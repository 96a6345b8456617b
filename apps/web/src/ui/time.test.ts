import { expect, it } from 'vitest';
import { timeSince } from './time.js';

const formats = {
  ago: new Intl.RelativeTimeFormat('en', { style: 'narrow', numeric: 'always' }),
  day: new Intl.DateTimeFormat('en', { day: 'numeric', month: 'short' }),
  dayAndYear: new Intl.DateTimeFormat('en', { day: 'numeric', month: 'short', year: 'numeric' }),
};
const now = new Date(2026, 4, 20, 12).getTime();
const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

it.each([
  [59_000, null],
  [-5_000, null],
  [minute, '1m ago'],
  [59 * minute, '59m ago'],
  [hour, '1h ago'],
  [day - 1, '23h ago'],
  [6 * day, '6d ago'],
  [7 * day, 'May 13'],
  [365 * day, 'May 20, 2025'],
])('%i ms ago reads %s', (milliseconds, expected) => {
  expect(timeSince(new Date(now - milliseconds), now, formats)).toBe(expected);
});
