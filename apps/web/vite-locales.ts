import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';
import { compileMessages, languagesIn, readLanguage } from '../../packages/i18n/src/node.ts';

const directory = fileURLToPath(new URL('./locales/', import.meta.url));
const LIST = 'virtual:locales';
const MESSAGES = 'virtual:locales/';
/** How the bundler marks modules that are no files. */
const INSIDE = '\0';

/**
 * Gives `virtual:locales`, which has English at hand and knows how to load every other language there is, and
 * `virtual:locales/<language>`, its compiled messages: a language is one script, whatever areas it has.
 */
export function locales(): Plugin {
  return {
    name: 'locales',
    resolveId: (id) => (id.startsWith(LIST) ? `${INSIDE}${id}` : undefined),
    load(id) {
      if (id === `${INSIDE}${LIST}`) return listModule();
      if (!id.startsWith(`${INSIDE}${MESSAGES}`)) return;
      const language = id.slice(`${INSIDE}${MESSAGES}`.length);
      const messages = readLanguage(directory, language);
      for (const area of Object.keys(messages)) this.addWatchFile(`${directory}${language}/${area}.json`);
      return `export default ${JSON.stringify(compileMessages(messages))}`;
    },
  };
}

function listModule(): string {
  const others = languagesIn(directory).filter((language) => language !== 'en');
  const loaders = others.map((language) => {
    const [name, module] = [language, MESSAGES + language].map((text) => JSON.stringify(text));
    return `${name}: () => import(${module}).then((loaded) => loaded.default)`;
  });
  return `export { default as english } from '${MESSAGES}en';\nexport const loaders = {${loaders.join(',')}};`;
}
