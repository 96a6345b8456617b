/** `npm run check`: everything that can be said of the code without running it; one line for each check. */
import { findKnownHoles, findLicenceProblems, findOldPackages } from './lib/dependency-checks.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { isSource, repositoryFiles } from './lib/repository-files.mjs';
import { projectEnvironment, run } from './lib/run.mjs';
import { findLongFiles, findSecrets } from './lib/text-checks.mjs';

await ensureInstalled();
const { findBoundaryBreaks } = await import('./lib/boundaries.mjs');
const files = repositoryFiles();

/** A check gives the lines that are wrong, none when all is well, or why it could not look. */
const checks = [
  { name: 'types', look: program('tsc', '-b'), remedy: 'correct them; npx tsc -b shows them again' },
  {
    name: 'format and lint',
    look: program('biome', 'ci', '--colors=off'),
    remedy: 'npx biome check --write',
  },
  {
    name: 'module boundaries',
    look: () => findBoundaryBreaks(files.filter(isSource)),
    remedy: 'see CONTRIBUTING.md, "Who may know whom"',
  },
  {
    name: 'length of files',
    look: () => findLongFiles(files),
    remedy: 'split the file where its reasons to change part',
  },
  {
    name: 'unused code and dependencies',
    look: program('knip', '--no-progress'),
    remedy: 'delete it, or use it',
  },
  {
    name: 'contract drift',
    look: program('npm', 'run', '--silent', 'generate', '--workspace', '@plaza/contract', '--', '--check'),
    remedy: 'npm run generate --workspace @plaza/contract',
  },
  {
    name: 'secrets',
    look: () => findSecrets(files),
    remedy: 'remove it, and make it invalid where it is valid',
  },
  {
    name: 'licences',
    look: findLicenceProblems,
    remedy: 'choose another package, or agree to the licence in scripts/lib/dependency-checks.mjs',
  },
  { name: 'dependency floors', look: findOldPackages, remedy: 'npm update the package' },
  { name: 'known holes', look: findKnownHoles, remedy: 'npm audit says which version closes it' },
];

const failed = [];
for (const check of checks) {
  const outcome = await check.look();
  if ('skipped' in outcome) console.log(`skipped  ${check.name}: ${outcome.skipped}`);
  else if (outcome.length === 0) console.log(`ok       ${check.name}`);
  else {
    failed.push(check.name);
    console.log(
      `failed   ${check.name}; ${check.remedy}\n${outcome.map((line) => `           ${line}`).join('\n')}`,
    );
  }
}
if (failed.length > 0) {
  console.log(`Failed: ${failed.join(', ')}.`);
  process.exitCode = 1;
}

/** A check by a program that ends with 0 when all is well. */
function program(name, ...args) {
  return async () => {
    const { code, output } = await run(name, args, {
      quiet: true,
      env: projectEnvironment({ NO_COLOR: '1' }),
    });
    if (code === 0) return [];
    const lines = output.trim().split('\n');
    return lines.some(Boolean) ? lines : [`${name} ended with ${code}`];
  };
}
