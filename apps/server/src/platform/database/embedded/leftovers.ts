import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, readlinkSync, realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { Logger } from '../../logging/logger.js';
import type { Binaries } from './binaries.js';

const run = promisify(execFile);

/** How long an orphan gets to end by itself after each, in this order: fast, immediate, forced. */
const STEPS = [
  { signal: 'SIGINT', patienceMs: 3_000 },
  { signal: 'SIGQUIT', patienceMs: 1_000 },
  { signal: 'SIGKILL', patienceMs: 1_000 },
] as const;

/**
 * Clears `directory` for a new database process: ends what an earlier Plaza that was killed left running, and
 * removes a lock file whose process number belongs to somebody else now. Only the holder of the data directory may ask.
 */
export async function clearLeftovers(directory: string, binaries: Binaries, log: Logger): Promise<void> {
  if (process.platform === 'win32') return stopByControlProgram(directory, binaries);
  const postmaster = postmasterOf(directory);
  if (postmaster !== undefined && (await isDatabaseOf(directory, postmaster))) {
    log.warn({ pid: postmaster }, 'stopping the database process that an earlier server left behind');
    await endPostmaster(directory, postmaster);
  } else if (postmaster !== undefined) {
    rmSync(join(directory, 'postmaster.pid'), { force: true });
  }
  await endWorkers(directory);
}

function postmasterOf(directory: string): number | undefined {
  const path = join(directory, 'postmaster.pid');
  if (!existsSync(path)) return undefined;
  const pid = Number.parseInt(readFileSync(path, 'utf8'), 10);
  return Number.isSafeInteger(pid) && pid > 1 ? pid : 0;
}

async function endPostmaster(directory: string, pid: number): Promise<void> {
  for (const { signal, patienceMs } of STEPS) {
    send(pid, signal);
    if (await isGone(directory, pid, patienceMs)) return;
  }
}

/** What outlives its postmaster still owns the shared memory, and no new one may start before it is gone. */
async function endWorkers(directory: string): Promise<void> {
  if (process.platform !== 'linux') return;
  const everyone = readdirSync('/proc').map(Number).filter(Number.isSafeInteger);
  const workers = everyone.filter((pid) => isDatabaseOnLinux(directory, pid));
  for (const pid of workers) send(pid, 'SIGKILL');
  for (const pid of workers) await isGone(directory, pid, 1_000);
}

async function isGone(directory: string, pid: number, patienceMs: number): Promise<boolean> {
  const deadline = performance.now() + patienceMs;
  while (await isDatabaseOf(directory, pid)) {
    if (performance.now() > deadline) return false;
    await pause(20);
  }
  return true;
}

/** A process number alone proves nothing, it may be in use again: the process has to be a PostgreSQL at work in here. */
async function isDatabaseOf(directory: string, pid: number): Promise<boolean> {
  if (pid <= 1) return false;
  if (process.platform === 'linux') return isDatabaseOnLinux(directory, pid);
  try {
    const { stdout } = await run('ps', ['-o', 'command=', '-p', String(pid)], { timeout: 5_000 });
    return stdout.includes('postgres') && stdout.includes(directory);
  } catch {
    return false;
  }
}

function isDatabaseOnLinux(directory: string, pid: number): boolean {
  try {
    const program = readlinkSync(`/proc/${pid}/exe`).replace(/ \(deleted\)$/, '');
    return program.endsWith('/postgres') && readlinkSync(`/proc/${pid}/cwd`) === realpathSync(directory);
  } catch {
    return false;
  }
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    const gone = error instanceof Error && 'code' in error && error.code === 'ESRCH';
    if (!gone) throw error;
  }
}

/** The control program reaches only PostgreSQL processes there, so a used process number does no harm. */
async function stopByControlProgram(directory: string, binaries: Binaries): Promise<void> {
  if (!existsSync(join(directory, 'postmaster.pid'))) return;
  try {
    await run(binaries.pgControl, ['stop', '-D', directory, '-m', 'fast', '-w', '-t', '5'], {
      timeout: 10_000,
    });
  } catch {
    rmSync(join(directory, 'postmaster.pid'), { force: true });
  }
}
