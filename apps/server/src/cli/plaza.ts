import { StartError } from '../platform/process/start-error.js';
import { type CliContext, openCliContext } from './cli-context.js';
import { backup } from './commands/backup.js';
import { changeRole } from './commands/change-role.js';
import { check } from './commands/check.js';
import { listFailedJobs, retryFailedJobs } from './commands/failed-jobs.js';
import { UsageError } from './usage-error.js';

interface Command {
  usage: string;
  purpose: string;
  /** Gives the exit code. */
  run(context: CliContext, words: string[]): Promise<number>;
}

const commands: Record<string, Command> = {
  check: { usage: 'check', purpose: 'checks the whole database against its invariants', run: check },
  'jobs failed': {
    usage: 'jobs failed',
    purpose: 'lists the jobs that failed at every attempt',
    run: listFailedJobs,
  },
  'jobs retry': {
    usage: 'jobs retry <id>|all',
    purpose: 'gives failed jobs all their attempts again',
    run: retryFailedJobs,
  },
  'user role': {
    usage: 'user role <username> user|moderator|admin',
    purpose: 'changes what a user may do on this instance',
    run: changeRole,
  },
  backup: {
    usage: 'backup <new directory>',
    purpose: 'copies DATA_DIR, also while the server runs; the copy can be started as DATA_DIR',
    run: backup,
  },
};

async function run(words: string[]): Promise<number> {
  const length = words.slice(0, 2).join(' ') in commands ? 2 : 1;
  const command = commands[words.slice(0, length).join(' ')];
  if (!command) {
    console.log(usage());
    return words.length === 0 || words[0] === 'help' ? 0 : 1;
  }
  await using opened = new AsyncDisposableStack();
  const context = await openCliContext(opened);
  try {
    return await command.run(context, words.slice(length));
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    console.error(`${error.message}\nUsage: plaza ${command.usage}`);
    return 1;
  }
}

function usage(): string {
  const lines = Object.values(commands).map(({ usage, purpose }) => `  ${usage.padEnd(42)} ${purpose}`);
  return ['Usage: npm run plaza -- <command>', '', ...lines].join('\n');
}

try {
  process.exitCode = await run(process.argv.slice(2));
} catch (error) {
  const isExpected = error instanceof StartError;
  console.error(isExpected ? error.message : error instanceof Error ? error.stack : String(error));
  process.exitCode = 1;
}
