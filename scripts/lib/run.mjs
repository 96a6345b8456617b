import { spawn } from 'node:child_process';
import { delimiter } from 'node:path';
import { root } from './paths.mjs';

/**
 * Runs a program in the repository and returns its exit code. Its output is shown, or with `quiet` captured and returned.
 * An end by a signal counts as exit code 1.
 */
export function run(program, args, { quiet = false, env = process.env, cwd = root } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd,
      env,
      stdio: quiet ? ['ignore', 'pipe', 'pipe'] : 'inherit',
      // Programs installed by npm are .cmd files there.
      shell: process.platform === 'win32',
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (output += chunk));
    child.once('error', reject);
    child.once('close', (code, signal) => resolve({ code: code ?? 1, signal, output }));
  });
}

/** Ends this script with a message that says what is wrong and what to do. */
export function giveUp(line) {
  process.stderr.write(`${line}\n`);
  process.exit(1);
}

/** The environment without the programs that this repository installs: only those of the machine. */
export function machineEnvironment() {
  const directories = (process.env.PATH ?? '')
    .split(delimiter)
    .filter((path) => !path.includes('node_modules'));
  return { ...process.env, PATH: directories.join(delimiter) };
}

/** The environment in which the programs that this repository installs come first. */
export function projectEnvironment(extra = {}) {
  const { PATH, ...rest } = machineEnvironment();
  return { ...rest, ...extra, PATH: [`${root}node_modules/.bin`, PATH].join(delimiter) };
}
