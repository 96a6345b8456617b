/** Made by `vite-locales.ts` from the folders and files in `locales`. */
declare module 'virtual:locales' {
  import type { CompiledMessages } from '@plaza/i18n';

  export const english: CompiledMessages;
  /** Those of the other languages, by their tags. */
  export const loaders: Record<string, () => Promise<CompiledMessages>>;
}
