import { createContext, type ReactNode, use, useEffect, useState } from 'react';
import { type Catalogue, en } from './en/index.js';
import { type Language, loadCatalogue, rememberLanguage } from './languages.js';

interface Speech {
  text: Catalogue;
  language: Language;
  choose: (to: Language) => void;
}

const CatalogueContext = createContext<Speech>({ text: en, language: 'en', choose: () => undefined });

interface CatalogueProviderProps {
  /** What was loaded before the first paint, so that no screen is shown in another language first. */
  language: Language;
  text: Catalogue;
  children: ReactNode;
}

export function CatalogueProvider({ language, text, children }: CatalogueProviderProps) {
  const [spoken, setSpoken] = useState({ language, text });
  useEffect(() => {
    document.documentElement.lang = spoken.language;
  }, [spoken.language]);

  const choose = (to: Language) => {
    rememberLanguage(to);
    void loadCatalogue(to).then((words) => setSpoken({ language: to, text: words }));
  };
  return <CatalogueContext value={{ ...spoken, choose }}>{children}</CatalogueContext>;
}

/** The words of the screen in the language of the person in front of it. */
export function useText(): Catalogue {
  return use(CatalogueContext).text;
}

export function useLanguage(): Omit<Speech, 'text'> {
  return use(CatalogueContext);
}
