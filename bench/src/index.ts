/** `npm run bench -- [--only <name>]… [--keep <directory>]`: measures the built server beside bare baselines. */
import { parseArgs } from 'node:util';
import { BenchEnv } from './env/bench-env.js';
import { type Figure, say } from './env/figures.js';
import { record } from './results.js';
import { counters } from './scenarios/counters.js';
import { delivery } from './scenarios/delivery.js';
import { fanOut } from './scenarios/fan-out.js';
import { idleSockets } from './scenarios/idle-sockets.js';
import { lists } from './scenarios/lists.js';
import { readOne } from './scenarios/read.js';
import { signIns } from './scenarios/sign-ins.js';
import { start } from './scenarios/start.js';
import { writeOne } from './scenarios/write.js';

const scenarios: Record<string, (env: BenchEnv) => Promise<Figure[]>> = {
  start,
  read: readOne,
  write: writeOne,
  delivery,
  'fan-out': fanOut,
  counters,
  'idle-sockets': idleSockets,
  'sign-ins': signIns,
  lists,
};

const { values } = parseArgs({
  options: { only: { type: 'string', multiple: true }, keep: { type: 'string' } },
});
const chosen = values.only ?? Object.keys(scenarios);
const unknown = chosen.filter((name) => !scenarios[name]);
if (unknown.length > 0) {
  process.stderr.write(
    `There is no ${unknown.join(', ')}; choose from ${Object.keys(scenarios).join(', ')}.\n`,
  );
  process.exit(2);
}

const figures: Figure[] = [];
let failed = 0;

const env = await BenchEnv.open(values.keep);
try {
  for (const name of chosen) {
    say(`Measuring ${name} …`);
    const measured = await measure(name);
    for (const { what, measured: figure, isMet, note } of measured) {
      say(`  ${isMet ? 'met   ' : 'MISSED'} ${what}: ${figure} (${note})`);
    }
    figures.push(...measured);
    await env.clear();
  }
} finally {
  await env.close();
}
if (figures.length > 0) say(record(figures));
if (failed > 0) process.exitCode = 1;

/** A scenario that fails ends nothing but itself. */
async function measure(name: string): Promise<Figure[]> {
  try {
    return (await scenarios[name]?.(env)) ?? [];
  } catch (error) {
    failed += 1;
    process.stderr.write(`${name} failed: ${error instanceof Error ? error.stack : String(error)}\n`);
    return [];
  }
}
