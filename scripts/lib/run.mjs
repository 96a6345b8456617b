import { spawn } from 'node:child_process';
import { delimiter } from 'node:path';
import { root } from './place.mjs';

/**
 * Runs a program in the repository with its output shown (or taken, with `quiet`), and gives its exit code and what it
 * printed. A signal counts as a failure.
 */
export function run(program, args, { quiet = false, env = process.env, cwd = root } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd,
      env,
      stdio: quiet ? ['ignore', 'pipe', 'pipe'] : 'inherit',
      // Programs that npm brings are command files there.
      shell: process.platform === 'win32',
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (part) => (output += part));
    child.once('error', reject);
    child.once('close', (code, signal) => resolve({ code: code ?? 1, signal, output }));
  });
}

/** Ends this script with one line that says what is wrong and what to do. */
export function giveUp(line) {
  process.stderr.write(`${line}\n`);
  process.exit(1);
}

/** The environment without the programs that this repository installs: what the machine itself has. */
export function machineEnvironment() {
  const directories = (process.env.PATH ?? '')
    .split(delimiter)
    .filter((path) => !path.includes('node_modules'));
  return { ...process.env, PATH: directories.join(delimiter) };
}

/** The environment in which the programs this repository installs come first. */
export function projectEnvironment(extra = {}) {
  const { PATH, ...rest } = machineEnvironment();
  return { ...rest, ...extra, PATH: [`${root}node_modules/.bin`, PATH].join(delimiter) };
}
