import { directionOf } from '@plaza/i18n';
import { createContext, type ReactNode, use, useEffect, useState } from 'react';
import type { Catalogue } from './catalogue.generated.js';
import { english, loadCatalogue, rememberLanguage } from './languages.js';

interface Speech {
  text: Catalogue;
  language: string;
  choose: (to: string) => void;
}

const CatalogueContext = createContext<Speech>({ text: english, language: 'en', choose: () => undefined });

interface CatalogueProviderProps {
  /** What was loaded before the first paint, so that no screen is shown in another language first. */
  language: string;
  text: Catalogue;
  children: ReactNode;
}

export function CatalogueProvider({ language, text, children }: CatalogueProviderProps) {
  const [spoken, setSpoken] = useState({ language, text });
  useEffect(() => {
    document.documentElement.lang = spoken.language;
    document.documentElement.dir = directionOf(spoken.language);
  }, [spoken.language]);

  const choose = (to: string) => {
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
