import { defineConfig } from 'vitest/config';

const conditions = ['plaza-source', 'module', 'node', 'development|production'];

/** Tests against the real server and the real PostgreSQL; each file has a database of its own. */
export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    name: 'integration',
    include: ['test/**/*.test.ts'],
    exclude: ['test/faults/**'],
    globalSetup: ['test/support/cluster.ts'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
