/** `npm run check`: static checks of the whole repository; prints one line for each. */
import { findLicenceProblems, findOldPackages, findVulnerabilities } from './lib/dependency-checks.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { isSource, repositoryFiles } from './lib/repository-files.mjs';
import { projectEnvironment, run } from './lib/run.mjs';
import { findLongFiles } from './lib/text-checks.mjs';

await ensureInstalled();
// These use installed packages.
const { findBoundaryViolations } = await import('./lib/boundaries.mjs');
const { findFolderCycles } = await import('./lib/folder-cycles.mjs');
const { findForeignTables } = await import('./lib/table-ownership.mjs');
const { findSecrets } = await import('./lib/secrets.mjs');
const { importGraph } = await import('./lib/imports.mjs');
const files = repositoryFiles();
/** Made once, and only after the types are checked: it cannot be made of files with syntax errors. */
let graph;
const imports = () => (graph ??= importGraph(files.filter(isSource)));

/** Each check returns its findings as lines (none means that it passed), or `{ skipped }` with the reason. */
const checks = [
  { name: 'types', run: program('tsc', '-b'), fix: 'npx tsc -b shows them again' },
  {
    name: 'format and lint',
    run: program('biome', 'ci', '--colors=off'),
    fix: 'npx biome check --write',
  },
  {
    name: 'floating promises',
    run: program('oxlint', '--format=unix'),
    fix: 'await the promise, return it, or mark it with void and handle its error',
  },
  {
    name: 'module boundaries',
    run: () => findBoundaryViolations(imports()),
    fix: 'see CONTRIBUTING.md, "Who may know whom"',
  },
  {
    name: 'cycles of folders',
    run: () => findFolderCycles(imports()),
    fix: 'move what both folders need to a third, or below the one that is imported',
  },
  {
    name: 'table ownership',
    run: () => findForeignTables(files),
    fix: 'call the module that owns the table, or embed SQL that it exports',
  },
  {
    name: 'length of files',
    run: () => findLongFiles(files),
    fix: 'split the file by reasons to change',
  },
  {
    name: 'unused code and dependencies',
    run: program('knip', '--no-progress'),
    fix: 'delete what nothing uses',
  },
  {
    name: 'contract drift',
    run: program('npm', 'run', '--silent', 'generate', '--workspace', '@plaza/contract', '--', '--check'),
    fix: 'npm run generate --workspace @plaza/contract',
  },
  {
    name: 'messages',
    run: program('npm', 'run', '--silent', 'generate', '--workspace', '@plaza/i18n', '--', '--check'),
    fix: 'see CONTRIBUTING.md, "A text" and "A language"',
  },
  {
    name: 'secrets',
    run: () => findSecrets(files),
    fix: 'remove the secret and revoke it where it was issued',
  },
  {
    name: 'licences',
    run: findLicenceProblems,
    fix: 'choose another package, or allow the licence in scripts/lib/dependency-checks.mjs',
  },
  { name: 'dependency floors', run: findOldPackages, fix: 'npm update <package>' },
  { name: 'vulnerabilities', run: findVulnerabilities, fix: 'npm audit names the fixed version' },
];

const failed = [];
for (const check of checks) {
  const findings = await check.run();
  if ('skipped' in findings) console.log(`skipped  ${check.name}: ${findings.skipped}`);
  else if (findings.length === 0) console.log(`ok       ${check.name}`);
  else {
    failed.push(check.name);
    console.log(
      `failed   ${check.name}; ${check.fix}\n${findings.map((line) => `           ${line}`).join('\n')}`,
    );
  }
}
if (failed.length > 0) {
  console.log(`Failed: ${failed.join(', ')}.`);
  process.exitCode = 1;
}

/** A check that runs a program, which exits with 0 when it passes. */
function program(name, ...args) {
  return async () => {
    const { code, output } = await run(name, args, {
      quiet: true,
      env: projectEnvironment({ NO_COLOR: '1' }),
    });
    if (code === 0) return [];
    const lines = output.trim().split('\n');
    return lines.some(Boolean) ? lines : [`${name} exited with ${code}`];
  };
}
