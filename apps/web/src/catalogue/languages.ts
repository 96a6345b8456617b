import { preferences } from '../client/storage.js';
import { type Catalogue, en } from './en/index.js';

/** The languages there are, by their own names. English is always there, others are loaded when chosen. */
export const languages = { en: 'English', de: 'Deutsch' } as const;
export type Language = keyof typeof languages;

const KEY = 'language';
const loaders: Record<Language, () => Promise<Catalogue>> = {
  en: async () => en,
  de: async () => (await import('./de/index.js')).de,
};

/** The chosen language, else the first of the browser's that there is. */
export function preferredLanguage(): Language {
  const chosen = preferences.read(KEY);
  if (isLanguage(chosen)) return chosen;
  return navigator.languages.map((tag) => tag.slice(0, 2)).find(isLanguage) ?? 'en';
}

export function rememberLanguage(language: Language): void {
  preferences.write(KEY, language);
}

/** Its words; English ones where they cannot be had right now. */
export function loadCatalogue(language: Language): Promise<Catalogue> {
  return loaders[language]().catch(() => en);
}

function isLanguage(value: string | null): value is Language {
  return value !== null && value in languages;
}
