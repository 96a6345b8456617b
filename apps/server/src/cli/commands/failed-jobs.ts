import { Database } from '../../platform/database/database.js';
import { createBoss } from '../../platform/jobs/boss.js';
import { DeadLetters } from '../../platform/jobs/dead-letters.js';
import type { CliContext } from '../cli-context.js';
import { UsageError } from '../usage-error.js';

const MOST = 1_000;

/** `plaza jobs failed`: the jobs that were given up, newest first. */
export async function listFailedJobs({ database }: CliContext): Promise<number> {
  const jobs = await withDeadLetters(database, (deadLetters) => deadLetters.list(MOST));
  for (const { id, name, attempts, failedAt, reason } of jobs) {
    console.log(`${id}  ${failedAt.toISOString()}  ${name}  after ${attempts} attempts: ${reason}`);
  }
  if (jobs.length === 0) console.log('No job was given up.');
  return 0;
}

/** `plaza jobs retry <id>|all`: gives them all their attempts again. */
export async function retryFailedJobs({ database }: CliContext, [which]: string[]): Promise<number> {
  if (!which) throw new UsageError('Say which job, or all.');
  const outcomes = await withDeadLetters(database, async (deadLetters) => {
    const ids = which === 'all' ? (await deadLetters.list(MOST)).map(({ id }) => id) : [which];
    return Promise.all(ids.map((id) => deadLetters.retry(id)));
  });
  const moved = outcomes.filter(Boolean).length;
  console.log(moved === 1 ? 'One job is tried again.' : `${moved} jobs are tried again.`);
  return moved > 0 || which === 'all' ? 0 : 1;
}

async function withDeadLetters<Result>(
  database: Database,
  work: (deadLetters: DeadLetters) => Promise<Result>,
): Promise<Result> {
  const boss = createBoss(database, false);
  await boss.start();
  try {
    return await work(new DeadLetters(database, boss));
  } finally {
    await boss.stop({ graceful: false });
  }
}
