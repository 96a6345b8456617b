import { existsSync, readFileSync } from 'node:fs';
import { pathTo, root } from './paths.mjs';
import { giveUp, machineEnvironment, run } from './run.mjs';

const OLDEST_NODE = 20;

/** Installs the packages unless they already match the lock file; the comparison takes a few milliseconds. */
export async function ensureInstalled() {
  if (Number(process.versions.node.split('.')[0]) < OLDEST_NODE) {
    giveUp(
      `Plaza needs Node ${OLDEST_NODE} or newer to set itself up, this is ${process.version}; install a newer one.`,
    );
  }
  if (isInstalled()) return;
  console.log('Installing the packages; the first time this takes about a minute …');
  // Not `npm ci`: it refuses a lock file that does not list the builds of every other system.
  const { code } = await run('npm', ['install', '--no-save', '--ignore-scripts', '--no-audit', '--no-fund'], {
    env: machineEnvironment(),
  }).catch(() => giveUp('npm was not found; install it together with Node.'));
  if (code !== 0) {
    giveUp(
      `The packages could not be installed in ${root}; see the lines above, then run the same command again.`,
    );
  }
}

/** npm records what it installed in a hidden lock file; compares that with what the lock file asks for. */
function isInstalled() {
  if (!existsSync(nodeProgram())) return false;
  const wanted = packagesIn('package-lock.json');
  const present = packagesIn('node_modules/.package-lock.json');
  if (!wanted || !present) return false;
  return Object.entries(wanted).every(([path, entry]) => {
    if (!path.includes('node_modules/') || entry.link) return true;
    const found = present[path];
    // Binaries for other systems are not installed.
    return found ? found.version === entry.version : entry.optional || entry.devOptional;
  });
}

function packagesIn(path) {
  try {
    return JSON.parse(readFileSync(pathTo(path), 'utf8')).packages;
  } catch {
    return undefined;
  }
}

/** The Node that npm installed for this system; the machine's own may be older. */
export function nodeProgram() {
  return pathTo(
    'node_modules',
    `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`,
    'bin',
    process.platform === 'win32' ? 'node.exe' : 'node',
  );
}
