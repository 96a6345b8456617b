import { fileURLToPath } from 'node:url';
import { bestLanguage, catalogueOf } from '@plaza/i18n';
import { compileMessages, languagesIn, readLanguage } from '@plaza/i18n/node';
import type { Catalogue } from './catalogue.generated.js';

/** Where the messages are, seen from source and from the compiled server alike. */
const directory = fileURLToPath(new URL('../../../locales/', import.meta.url));

const catalogues = new Map(
  languagesIn(directory).map((language) => [
    language,
    catalogueOf<Catalogue>(compileMessages(readLanguage(directory, language)), language),
  ]),
);
const english = catalogueOrThrow('en');

/** The language there is for the locale that a person has chosen; English where theirs is missing. */
export function languageFor(locale: string): string {
  return bestLanguage([locale], [...catalogues.keys()], 'en');
}

/** The server's texts in that language. */
export function textIn(locale: string): Catalogue {
  return catalogues.get(languageFor(locale)) ?? english;
}

function catalogueOrThrow(language: string): Catalogue {
  const catalogue = catalogues.get(language);
  if (!catalogue) throw new Error(`There are no messages for ${language} in ${directory}`);
  return catalogue;
}
