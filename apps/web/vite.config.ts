import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';
import { locales } from './vite-locales.ts';

const server = 'http://localhost:3000';
const WORTH_COMPRESSING = /\.(js|css|html|svg|webmanifest)$/;
const SMALLEST_BYTES = 1024;
/** What every screen needs goes together: a hundred small files would wait for each other. */
const CORE =
  /node_modules\/(react|react-dom|scheduler|@tanstack)\/|packages\/sdk\/|src\/(client|ui\/(button|avatar|time|skeleton|menu|toasts|error-message|dialog))/;

export default defineConfig({
  plugins: [react(), locales(), compressed()],
  resolve: {
    conditions: ['plaza-source', 'module', 'browser', 'development|production'],
    // Parts of the Markdown parser that the subset has no use for, 25 KB.
    alias: [
      {
        find: /^(?:entities|linkify-it|mdurl|punycode\.js|uc\.micro)$/,
        replacement: '@plaza/text/stand-ins',
      },
    ],
  },
  build: {
    target: 'es2024',
    cssTarget: ['chrome123', 'edge123', 'firefox121', 'safari17.5'],
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: 'core', test: CORE }] } } },
  },
  server: {
    port: 5173,
    proxy: {
      '/api': server,
      '/docs': server,
      '/ws': { target: server, ws: true },
    },
  },
});

/** Lays a .br and a .gz beside each file that gets smaller by it: compressed once, as well as can be, and never while somebody waits. */
function compressed(): Plugin {
  return {
    name: 'compressed',
    apply: 'build',
    async writeBundle({ dir = 'dist' }) {
      const files = await readdir(dir, { recursive: true });
      await Promise.all(
        files.filter((name) => WORTH_COMPRESSING.test(name)).map((name) => compress(join(dir, name))),
      );
    },
  };
}

async function compress(path: string): Promise<void> {
  const content = await readFile(path);
  if (content.length < SMALLEST_BYTES) return;
  const brotli = await promisify(brotliCompress)(content, {
    params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY },
  });
  await Promise.all([
    writeFile(`${path}.br`, brotli),
    writeFile(`${path}.gz`, await promisify(gzip)(content, { level: 9 })),
  ]);
}
