import format, { type CompiledMessage, type FormatValues } from 'icu-minify/format';

/** The messages of a language as the compiler writes them: by area and key, plain ones as strings. */
export interface CompiledMessages {
  [key: string]: CompiledMessages | CompiledMessage;
}

/** What a plain argument takes: words, or a list of them that is joined as the language does. */
export type TextValue = string | readonly string[];

/** Styles that a message can name, as in `{at, date, long}`; others are written as skeletons, as in `{share, number, ::percent}`. */
export const formats = {
  date: {
    short: { dateStyle: 'short' },
    medium: { dateStyle: 'medium' },
    long: { dateStyle: 'long' },
    full: { dateStyle: 'full' },
  },
  time: {
    short: { timeStyle: 'short' },
    medium: { timeStyle: 'medium' },
  },
} as const;

/** Making a formatter of `Intl` takes far longer than using it. */
const formatters = {
  getDateTimeFormat: memoized((...how) => new Intl.DateTimeFormat(...how)),
  getNumberFormat: memoized((...how) => new Intl.NumberFormat(...how)),
  getPluralRules: memoized((...how) => new Intl.PluralRules(...how)),
};

/**
 * Makes a catalogue of compiled messages: where a message has no argument its text, else a function that fills it in. Numbers
 * and dates are written as in `locale`. `Catalogue` is the type that is generated from the same files.
 */
export function catalogueOf<Catalogue>(messages: CompiledMessages, locale: string): Catalogue {
  return texts(messages, locale, new Intl.ListFormat(locale)) as Catalogue;
}

/** Finds the language for a person among those there are: by whole tags first, then without region and script (RFC 4647, lookup). */
export function bestLanguage(
  wanted: readonly string[],
  available: readonly string[],
  fallback: string,
): string {
  for (const tag of wanted) {
    for (let range = tag; range; range = range.slice(0, Math.max(0, range.lastIndexOf('-')))) {
      const found = available.find((language) => language.toLowerCase() === range.toLowerCase());
      if (found) return found;
    }
  }
  return fallback;
}

const RIGHT_TO_LEFT = new Set(['Adlm', 'Arab', 'Hebr', 'Nkoo', 'Rohg', 'Syrc', 'Thaa']);

/** The direction in which a language is written. */
export function directionOf(language: string): 'ltr' | 'rtl' {
  return RIGHT_TO_LEFT.has(new Intl.Locale(language).maximize().script ?? '') ? 'rtl' : 'ltr';
}

function texts(messages: CompiledMessages, locale: string, lists: Intl.ListFormat): unknown {
  const entries = Object.entries(messages).map(([key, message]) => {
    if (typeof message === 'string') return [key, message];
    if (!Array.isArray(message)) return [key, texts(message, locale, lists)];
    const fill = (values: Record<string, unknown>) =>
      format<unknown>(message, locale, joined(values, lists), { formats, formatters });
    return [key, fill];
  });
  return Object.fromEntries(entries);
}

function joined(values: Record<string, unknown>, lists: Intl.ListFormat): FormatValues {
  const entries = Object.entries(values).map(([name, value]) => [
    name,
    Array.isArray(value) ? lists.format(value) : value,
  ]);
  return Object.fromEntries(entries);
}

function memoized<How extends [Intl.LocalesArgument?, object?], Formatter>(make: (...how: How) => Formatter) {
  const made = new Map<string, Formatter>();
  return (...how: How): Formatter => {
    const key = JSON.stringify(how);
    const formatter = made.get(key) ?? make(...how);
    made.set(key, formatter);
    return formatter;
  };
}
