import { english as englishMessages, loaders } from 'virtual:locales';
import { bestLanguage, catalogueOf } from '@plaza/i18n';
import { preferences } from '../client/storage.js';
import type { Catalogue } from './catalogue.generated.js';

const KEY = 'language';
const ENGLISH = 'en';
/** Some browsers name a locale of the machine, which `Intl` refuses: `en-US@posix`. */
const TAG = /^[A-Za-z0-9-]+$/;

/** The languages there are, by their tags. */
export const languages = [ENGLISH, ...Object.keys(loaders)];

/** English is always there, others are loaded when chosen. */
export const english = catalogueOf<Catalogue>(englishMessages, localeOf(ENGLISH));

/** The chosen language, else the first of the browser's that there is. */
export function preferredLanguage(): string {
  const chosen = preferences.read(KEY);
  return bestLanguage([...(chosen ? [chosen] : []), ...navigator.languages], languages, ENGLISH);
}

export function rememberLanguage(language: string): void {
  preferences.write(KEY, language);
}

/** Its texts; English ones where they cannot be had right now. */
export async function loadCatalogue(language: string): Promise<Catalogue> {
  const messages = await loaders[language]?.().catch(() => undefined);
  return messages ? catalogueOf<Catalogue>(messages, localeOf(language)) : english;
}

/** What a language calls itself. */
export function nameOf(language: string): string {
  return new Intl.DisplayNames(language, { type: 'language' }).of(language) ?? language;
}

/** The language as the person's own region writes numbers and dates. */
export function localeOf(language: string): string {
  const regional = navigator.languages.find((tag) => TAG.test(tag) && tag.startsWith(`${language}-`));
  return regional ?? language;
}
