import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const server = 'http://localhost:3000';

export default defineConfig({
  plugins: [react()],
  resolve: {
    conditions: ['plaza-source', 'module', 'browser', 'development|production'],
    // Parts of the Markdown parser that the subset has no use for, 19 KB.
    alias: { entities: '@plaza/text/stand-ins', 'linkify-it': '@plaza/text/stand-ins' },
  },
  build: { target: 'es2024', modulePreload: { polyfill: false }, assetsInlineLimit: 0 },
  server: {
    port: 5173,
    proxy: {
      '/api': server,
      '/docs': server,
      '/ws': { target: server, ws: true },
    },
  },
});
