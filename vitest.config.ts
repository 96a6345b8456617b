import { defineConfig } from 'vitest/config';

const conditions = ['plaza-source', 'module', 'node', 'development|production'];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: { include: ['{packages,apps}/*/src/**/*.test.ts'] },
});
