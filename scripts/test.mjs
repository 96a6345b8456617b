/** `npm test [suite …]`: runs the suites and ends with the line "N passed, N failed, N skipped". */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBuilt } from './lib/build.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { giveUp, projectEnvironment, run } from './lib/run.mjs';
import { findTools } from './lib/tools.mjs';

/** In the order in which they run; without the tool named by `needs` the whole suite is skipped. */
const suites = {
  unit: {},
  // The guides are tested with the built SDK, as its users install it.
  integration: { build: ['sdk'] },
  faults: { build: ['server', 'web'] },
  e2e: { build: ['server', 'web'], needs: 'PLAZA_CHROMIUM' },
};

const isCi = Boolean(process.env.CI) && process.env.CI !== 'false';
const total = { passed: 0, failed: 0, skipped: 0 };

await ensureInstalled();
const { environment, missing } = findTools();
for (const name of chosenSuites()) await runSuite(name, suites[name]);
for (const { name, enable } of missing) {
  console.log(`Skipped tests that need ${name}, which is not installed; install it with: ${enable}`);
}
if (isCi && total.skipped > 0) console.log('In CI a skipped test is a failure.');
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exitCode = total.failed > 0 || total.passed === 0 || (isCi && total.skipped > 0) ? 1 : 0;

function chosenSuites() {
  const chosen = process.argv.slice(2);
  const unknown = chosen.find((name) => !(name in suites));
  if (unknown) giveUp(`There is no suite ${unknown}; choose from ${Object.keys(suites).join(', ')}.`);
  return chosen.length > 0 ? chosen : Object.keys(suites);
}

async function runSuite(name, { build = [], needs }) {
  const tool = missing.find(({ variable }) => variable === needs);
  if (tool) {
    console.log(`Suite ${name} cannot run without ${tool.name}.`);
    total.skipped += 1;
    return;
  }
  await ensureBuilt(...build);
  console.log(`Suite ${name}`);
  const directory = mkdtempSync(join(tmpdir(), 'plaza-results-'));
  const outputFile = join(directory, 'results.json');
  const reporters = ['--reporter=dot', '--reporter=json', `--outputFile.json=${outputFile}`];
  const { code } = await run('vitest', ['run', '--project', name, '--passWithNoTests', ...reporters], {
    env: projectEnvironment({ ...environment, NODE_ENV: 'test' }),
  });
  count(outputFile, code);
  rmSync(directory, { recursive: true, force: true });
}

function count(outputFile, code) {
  const results = readResults(outputFile);
  total.passed += results.numPassedTests;
  total.skipped += results.numPendingTests + results.numTodoTests;
  // A test file that fails to load reports no failed tests.
  total.failed += results.numFailedTests || (code === 0 ? 0 : 1);
}

function readResults(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return { numPassedTests: 0, numPendingTests: 0, numTodoTests: 0, numFailedTests: 0 };
  }
}
