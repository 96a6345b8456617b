import { defineConfig } from 'vitest/config';

/** Workspace packages are read from source, so that tests need no build. */
const conditions = ['plaza-source', 'module', 'node', 'development|production'];

interface Suite {
  name: string;
  include: string[];
  exclude?: string[];
  /** Real servers and browsers take their time on a small machine. */
  timeoutMs?: number;
}

const suites: Suite[] = [
  { name: 'unit', include: ['{packages,apps}/*/src/**/*.test.{ts,tsx}'] },
  {
    name: 'integration',
    include: ['apps/server/test/**/*.test.ts'],
    exclude: ['apps/server/test/{realtime,faults,tools}/**'],
    timeoutMs: 20_000,
  },
  { name: 'realtime', include: ['apps/server/test/realtime/**/*.test.ts'], timeoutMs: 20_000 },
  { name: 'tools', include: ['apps/server/test/tools/**/*.test.ts'], timeoutMs: 60_000 },
  { name: 'faults', include: ['apps/server/test/faults/**/*.test.ts'], timeoutMs: 180_000 },
  { name: 'e2e', include: ['e2e/src/**/*.test.ts'], timeoutMs: 120_000 },
];

export default defineConfig({
  test: {
    projects: suites.map(({ name, include, exclude = [], timeoutMs = 5_000 }) => ({
      resolve: { conditions },
      ssr: { resolve: { conditions } },
      test: {
        name,
        include,
        exclude: ['**/node_modules/**', '**/dist/**', ...exclude],
        testTimeout: timeoutMs,
        hookTimeout: Math.max(timeoutMs, 30_000),
      },
    })),
  },
});
