import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { pathTo, root } from './paths.mjs';
import { giveUp, projectEnvironment, run } from './run.mjs';

const shared = ['tsconfig.base.json', 'package-lock.json', 'packages'];

/** Each build target: the files it is made from, a file that exists once it is built, and its command. */
const targets = {
  server: {
    inputs: [...shared, 'apps/server/src', 'apps/server/package.json', 'apps/server/tsconfig.json'],
    output: 'apps/server/dist/main.js',
    command: ['tsc', '-b', 'apps/server'],
  },
  sdk: {
    inputs: shared,
    output: 'packages/sdk/dist/index.js',
    command: ['tsc', '-b', 'packages/sdk'],
  },
  bench: {
    inputs: [...shared, 'apps/server/src', 'bench/src', 'bench/package.json', 'bench/tsconfig.json'],
    output: 'bench/dist/index.js',
    command: ['tsc', '-b', 'bench'],
  },
  web: {
    inputs: [...shared, 'apps/web'],
    output: 'apps/web/dist/index.html',
    command: ['npm', 'run', '--silent', 'build', '--workspace', '@plaza/web'],
  },
};

/** Builds the targets whose files have changed since their last build. */
export async function ensureBuilt(...names) {
  for (const name of names) {
    const { inputs, output, command } = targets[name];
    const stamp = pathTo('node_modules/.cache/plaza', `${name}.built`);
    const state = stateOf(inputs);
    if (existsSync(pathTo(output)) && state === readStamp(stamp)) continue;
    console.log(`Building the ${name} …`);
    const [program, ...args] = command;
    const { code, output: printed } = await run(program, args, { quiet: true, env: projectEnvironment() });
    if (code !== 0) giveUp(`${printed}\nThe ${name} could not be built; see the lines above.`);
    mkdirSync(dirname(stamp), { recursive: true });
    writeFileSync(stamp, state);
  }
}

/** A digest of names, sizes and modification times: reading every file would make each start slow. */
function stateOf(inputs) {
  const digest = createHash('sha256');
  for (const path of inputs.flatMap((input) => filesIn(pathTo(input)))) {
    const { size, mtimeMs } = statSync(path);
    digest.update(`${relative(root, path)}\0${size}\0${mtimeMs}\n`);
  }
  return digest.digest('hex');
}

function filesIn(path) {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path, { withFileTypes: true })
    .filter((entry) => !isOutput(entry.name))
    .sort((left, right) => (left.name < right.name ? -1 : 1))
    .flatMap((entry) => (entry.isDirectory() ? filesIn(join(path, entry.name)) : [join(path, entry.name)]));
}

function isOutput(name) {
  return name === 'node_modules' || name.startsWith('dist') || name.endsWith('.tsbuildinfo');
}

function readStamp(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
