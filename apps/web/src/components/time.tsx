import { useEffect, useState } from 'react';
import { useLanguage, useText } from '../catalogue/catalogue.js';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const WEEK = 7 * DAY;
const TICK_MS = 30_000;

/** How long ago, moving on by itself; the exact moment on hover. */
export function Time({ at }: { at: string }) {
  const text = useText();
  const { language } = useLanguage();
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), TICK_MS);
    return () => clearInterval(timer);
  }, []);
  const moment = new Date(at);
  const exact = moment.toLocaleString(language, { dateStyle: 'full', timeStyle: 'short' });
  return (
    <time dateTime={at} title={exact}>
      {relative(moment, now, language) ?? text.time.now}
    </time>
  );
}

function relative(moment: Date, now: number, language: string): string | null {
  const seconds = (now - moment.getTime()) / 1000;
  if (seconds < MINUTE) return null;
  const short = new Intl.RelativeTimeFormat(language, { style: 'narrow', numeric: 'always' });
  if (seconds < HOUR) return short.format(-Math.floor(seconds / MINUTE), 'minute');
  if (seconds < DAY) return short.format(-Math.floor(seconds / HOUR), 'hour');
  if (seconds < WEEK) return short.format(-Math.floor(seconds / DAY), 'day');
  const isThisYear = moment.getFullYear() === new Date(now).getFullYear();
  return moment.toLocaleDateString(language, {
    day: 'numeric',
    month: 'short',
    ...(!isThisYear && { year: 'numeric' }),
  });
}
