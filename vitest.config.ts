import { defineConfig } from 'vitest/config';
import { locales } from './apps/web/vite-locales.ts';

/** Workspace packages are read from source, so that tests need no build. */
const conditions = ['plaza-source', 'module', 'node', 'development|production'];

interface Suite {
  name: string;
  include: string[];
  /** Real servers and browsers take their time on a small machine. */
  timeoutMs?: number;
  /** What a whole run stands on. */
  globalSetup?: string[];
  /** Files at the same time. */
  maxWorkers?: number;
}

const suites: Suite[] = [
  { name: 'unit', include: ['{packages,apps}/*/src/**/*.test.{ts,tsx}', 'scripts/**/*.test.mjs'] },
  {
    name: 'faults',
    include: ['apps/server/test/faults/**/*.test.ts'],
    timeoutMs: 180_000,
    globalSetup: ['apps/server/test/support/cluster.ts', 'apps/server/test/faults/support/figures.ts'],
    maxWorkers: 2,
  },
];

export default defineConfig({
  test: {
    projects: ['apps/server', 'e2e', ...suites.map(projectOf)],
  },
});

function projectOf({ name, include, timeoutMs = 20_000, globalSetup = [], maxWorkers }: Suite) {
  return {
    plugins: [locales()],
    resolve: { conditions },
    ssr: { resolve: { conditions } },
    test: {
      name,
      include,
      testTimeout: timeoutMs,
      hookTimeout: Math.max(timeoutMs, 30_000),
      globalSetup,
      ...(maxWorkers && { maxWorkers }),
    },
  };
}
