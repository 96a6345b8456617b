import { useSyncExternalStore } from 'react';
import { useLanguage, useText } from '../catalogue/catalogue.js';
import { localeOf } from '../catalogue/languages.js';

const TICK_MS = 30_000;
const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const WEEK = 7 * DAY;

/** How long ago, moving on by itself; the exact moment on hover. */
export function Time({ at }: { at: string }) {
  const text = useText();
  const { language } = useLanguage();
  const now = useNow();
  const moment = new Date(at);
  return (
    <time dateTime={at} title={formatsOf(language).exact.format(moment)}>
      {timeSince(moment, now, formatsOf(language)) ?? text.common.now}
    </time>
  );
}

/** The hour and minute, where the day is known from what is around it; the exact moment on hover. */
export function ClockTime({ at }: { at: string }) {
  const { language } = useLanguage();
  const moment = new Date(at);
  const formats = formatsOf(language);
  return (
    <time dateTime={at} title={formats.exact.format(moment)}>
      {formats.clock.format(moment)}
    </time>
  );
}

/** A day in full words. */
export function useDayName(): (at: string) => string {
  const { language } = useLanguage();
  return (at) => formatsOf(language).wholeDay.format(new Date(at));
}

/** How long ago that was, a date after a week; null within the first minute. */
export function timeSince(
  moment: Date,
  now: number,
  { ago, day, dayAndYear }: Pick<Formats, 'ago' | 'day' | 'dayAndYear'>,
): string | null {
  const seconds = (now - moment.getTime()) / 1000;
  if (seconds < MINUTE) return null;
  if (seconds < HOUR) return ago.format(-Math.floor(seconds / MINUTE), 'minute');
  if (seconds < DAY) return ago.format(-Math.floor(seconds / HOUR), 'hour');
  if (seconds < WEEK) return ago.format(-Math.floor(seconds / DAY), 'day');
  const isThisYear = moment.getFullYear() === new Date(now).getFullYear();
  return (isThisYear ? day : dayAndYear).format(moment);
}

interface Formats {
  ago: Intl.RelativeTimeFormat;
  clock: Intl.DateTimeFormat;
  day: Intl.DateTimeFormat;
  dayAndYear: Intl.DateTimeFormat;
  wholeDay: Intl.DateTimeFormat;
  exact: Intl.DateTimeFormat;
}

const formatsByLanguage = new Map<string, Formats>();

/** As the viewer's own region writes them; kept, because making them takes longer than all else in a row of a list. */
function formatsOf(language: string): Formats {
  const locale = localeOf(language);
  const formats = formatsByLanguage.get(language) ?? {
    ago: new Intl.RelativeTimeFormat(locale, { style: 'narrow', numeric: 'always' }),
    clock: new Intl.DateTimeFormat(locale, { timeStyle: 'short' }),
    day: new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short' }),
    dayAndYear: new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', year: 'numeric' }),
    wholeDay: new Intl.DateTimeFormat(locale, { dateStyle: 'full' }),
    exact: new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'short' }),
  };
  formatsByLanguage.set(language, formats);
  return formats;
}

const listeners = new Set<() => void>();
let now = Date.now();
let ticker: ReturnType<typeof setInterval> | undefined;

/** The time, moving on every half minute for all who show it at once. */
function useNow(): number {
  return useSyncExternalStore(subscribe, () => now);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  if (listeners.size === 1) {
    now = Date.now();
    ticker = setInterval(tick, TICK_MS);
  }
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) clearInterval(ticker);
  };
}

function tick(): void {
  now = Date.now();
  for (const listener of listeners) listener();
}
