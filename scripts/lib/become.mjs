import { spawn } from 'node:child_process';
import { constants } from 'node:os';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** Runs a program in place of this script: signals reach it, and its end is ours. */
export async function become(program, args, env) {
  // Newer Node can be replaced by it, and takes no memory any more.
  if (process.execve && process.platform !== 'win32') process.execve(program, [program, ...args], env);
  const child = spawn(program, args, { stdio: 'inherit', env });
  for (const signal of SIGNALS) process.on(signal, () => forward(child, signal));
  const [code, signal] = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (...end) => resolve(end));
  });
  process.exit(code ?? 128 + constants.signals[signal]);
}

/** Ctrl-C in a terminal reaches the child by itself, and twice would end it at once. */
function forward(child, signal) {
  const isFromTerminal = signal === 'SIGINT' && process.stdin.isTTY;
  if (!isFromTerminal) child.kill(signal);
}
