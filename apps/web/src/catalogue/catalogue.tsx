import { createContext, type ReactNode, use, useEffect, useState } from 'react';
import { type Catalogue, en } from './en.js';

/** The languages there are, by their own names. English is always there, others are loaded when chosen. */
export const languages = { en: 'English', de: 'Deutsch' } as const;
export type Language = keyof typeof languages;

const STORAGE_KEY = 'plaza.language';
const loaders: Record<Language, () => Promise<Catalogue>> = {
  en: async () => en,
  de: async () => (await import('./de.js')).de,
};

const CatalogueContext = createContext<{
  text: Catalogue;
  language: Language;
  choose: (to: Language) => void;
}>({
  text: en,
  language: 'en',
  choose: () => undefined,
});

function isLanguage(value: string | null | undefined): value is Language {
  return value !== null && value !== undefined && value in languages;
}

function preferredLanguage(): Language {
  const chosen = localStorage.getItem(STORAGE_KEY);
  if (isLanguage(chosen)) return chosen;
  const spoken = navigator.languages.map((tag) => tag.slice(0, 2)).find(isLanguage);
  return spoken ?? 'en';
}

export function CatalogueProvider({ children }: { children: ReactNode }) {
  const [language, setLanguage] = useState(preferredLanguage);
  const [text, setText] = useState(en);

  useEffect(() => {
    let isCurrent = true;
    loaders[language]().then((loaded) => {
      if (!isCurrent) return;
      setText(loaded);
      document.documentElement.lang = language;
    });
    return () => {
      isCurrent = false;
    };
  }, [language]);

  const choose = (to: Language) => {
    localStorage.setItem(STORAGE_KEY, to);
    setLanguage(to);
  };
  return <CatalogueContext value={{ text, language, choose }}>{children}</CatalogueContext>;
}

/** The words of the screen in the language of the person in front of it. */
export function useText(): Catalogue {
  return use(CatalogueContext).text;
}

export function useLanguage() {
  const { language, choose } = use(CatalogueContext);
  return { language, choose };
}
