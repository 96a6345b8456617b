import { defineConfig } from 'vitest/config';

const conditions = ['plaza-source', 'module', 'node', 'development|production'];

/** Journeys in a real browser against the built server. One after the other: figures are measured too. */
export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    name: 'e2e',
    include: ['src/**/*.test.ts'],
    globalSetup: ['src/support/setup.ts'],
    pool: 'forks',
    maxWorkers: 1,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 15_000 } },
  },
});
