import { execFileSync } from 'node:child_process';
import { appendFileSync, existsSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { Figure } from './env/figures.js';

const FILE = fileURLToPath(new URL('../results.md', import.meta.url));
const HEADING = `# Results of \`npm run bench\`

Each run adds its table below; what was looked into stands under it. Rates and processor times are medians of rounds that
alternate with those of the baseline.
`;

/** Adds a table to `bench/results.md`; gives it as well. */
export function record(figures: Figure[]): string {
  const lines = figures.map(
    ({ what, budget, measured, isMet, note }) =>
      `| ${what} | ${budget} | ${measured} | ${isMet ? 'met' : '**missed**'} | ${note} |`,
  );
  const table = `
## ${new Date().toISOString().slice(0, 16).replace('T', ' ')} UTC, ${commit()}

${availableParallelism()} cores (${cpus()[0]?.model.trim() ?? 'unknown'}), ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.versions.node}, load ${loadavg()[0]?.toFixed(1)} of the last minute

| what | budget | figure | | made of |
|---|---|---|---|---|
${lines.join('\n')}
`;
  if (!existsSync(FILE)) writeFileSync(FILE, HEADING);
  appendFileSync(FILE, table);
  return table;
}

function commit(): string {
  try {
    return execFileSync('git', ['describe', '--always', '--dirty'], { encoding: 'utf8' }).trim();
  } catch {
    return 'no commit';
  }
}
