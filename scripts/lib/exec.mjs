import { spawn } from 'node:child_process';
import { constants } from 'node:os';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** Replaces this process with a program, as `exec` of a shell does: signals reach it, and its exit code is ours. */
export async function exec(program, args, env) {
  // Only newer versions of Node can really be replaced; elsewhere this process stays as the parent.
  if (process.execve && process.platform !== 'win32') process.execve(program, [program, ...args], env);
  const child = spawn(program, args, { stdio: 'inherit', env });
  for (const signal of SIGNALS) process.on(signal, () => forward(child, signal));
  const [code, signal] = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (...result) => resolve(result));
  });
  process.exit(code ?? 128 + constants.signals[signal]);
}

/** Ctrl-C in a terminal reaches the child by itself; a second signal would end it without a clean shutdown. */
function forward(child, signal) {
  const isFromTerminal = signal === 'SIGINT' && process.stdin.isTTY;
  if (!isFromTerminal) child.kill(signal);
}
