import { sql } from 'kysely';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../src/platform/database/database.js';
import { readJobDepths } from '../../src/platform/jobs/job-metrics.js';
import { eventually } from '../support/eventually.js';
import { JobTestApp } from '../support/job-process.js';

const backoff = { firstSeconds: 1, longestSeconds: 1 };

describe('Jobs that fail or are interrupted', () => {
  let process: JobTestApp;
  let database: Database;

  beforeAll(async () => {
    process = await JobTestApp.open();
    database = process.context.database;
  });

  afterEach(() => process.clear());

  it('are tried again after a pause, with the number of the attempt', async () => {
    const attempts: number[] = [];
    const { jobs, metrics, runTask } = await process.start((those) =>
      those.work('test.task', { backoff }, async (_payload, { attempt }) => {
        attempts.push(attempt);
        if (attempt < 2) throw new Error('not yet');
      }),
    );
    await runTask('Ada');
    await eventually(() => expect(attempts).toEqual([1, 2]));
    expect(await jobs.deadLetters.list(10)).toEqual([]);
    const { text } = await metrics.report();
    expect(text).toContain('plaza_job_attempts_total{job="test.task",outcome="failed"} 1');
    expect(text).toContain('plaza_job_attempts_total{job="test.task",outcome="completed"} 1');
  });

  it('are kept as dead letters with their reason after the last attempt, and get a new chance on request', async () => {
    let isBroken = true;
    const greeted: string[] = [];
    const { jobs, runTask } = await process.start((those) =>
      those.work('test.task', { retries: 1, backoff }, async ({ name }) => {
        if (isBroken) throw new Error('nobody to greet');
        greeted.push(name);
      }),
    );
    await runTask('Ada');
    const deadLetter = await eventually(async () => {
      const [first] = await jobs.deadLetters.list(10);
      if (!first) throw new Error('There is no dead letter yet');
      return first;
    });
    expect(deadLetter).toMatchObject({ name: 'test.task', attempts: 2, reason: 'nobody to greet' });
    expect(deadLetter.failedAt).toBeInstanceOf(Date);
    expect(await readJobDepths(database)).toMatchObject([{ name: 'test.task', waiting: 0, dead: 1 }]);
    expect(process.context.logged).toContainEqual(
      expect.objectContaining({ level: 'error', job: 'test.task', attempt: 2 }),
    );

    isBroken = false;
    expect(await jobs.deadLetters.retry(deadLetter.id)).toBe(true);
    await eventually(() => expect(greeted).toEqual(['Ada']));
    expect(await jobs.deadLetters.list(10)).toEqual([]);
    expect(await jobs.deadLetters.retry(deadLetter.id)).toBe(false);
    expect(await jobs.deadLetters.retry('no such thing')).toBe(false);
  });

  it('are aborted and count as failed when they take longer than their time', async () => {
    const signals: AbortSignal[] = [];
    const { jobs, runTask } = await process.start((those) =>
      those.work('test.task', { timeLimitSeconds: 1, retries: 0 }, (_payload, { signal }) => {
        signals.push(signal);
        return new Promise(() => undefined);
      }),
    );
    await runTask('Ada');
    await eventually(async () => {
      expect(await jobs.deadLetters.list(10)).toMatchObject([{ reason: expect.stringContaining('1s') }]);
    });
    expect(signals[0]?.aborted).toBe(true);
  });

  it('may finish when the process stops, and no other begins', async () => {
    const greeted: string[] = [];
    let finish = () => {};
    const blocked = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const { jobs, runTask } = await process.start((those) =>
      those.work('test.task', { concurrency: 1 }, async ({ name }) => {
        greeted.push(`${name} began`);
        await blocked;
        greeted.push(`${name} done`);
      }),
    );
    await runTask('Ada');
    await runTask('Bob');
    await eventually(() => expect(greeted).toHaveLength(1));
    const stopped = jobs.beforeApplicationShutdown();
    finish();
    await stopped;
    expect(greeted).toEqual(['Ada began', 'Ada done']);
    expect(await readJobDepths(database)).toMatchObject([{ name: 'test.task', waiting: 1 }]);
  });

  it('delay a stop by less than four seconds when they do not listen, and are tried again later', async () => {
    const signals: AbortSignal[] = [];
    const { jobs, lifetime, runTask } = await process.start((those) =>
      those.work('test.task', {}, (_payload, { signal }) => {
        signals.push(signal);
        return new Promise(() => undefined);
      }),
    );
    await runTask('Ada');
    await eventually(() => expect(signals).toHaveLength(1));
    const began = performance.now();
    lifetime.beginStop();
    await jobs.beforeApplicationShutdown();
    expect(performance.now() - began).toBeLessThan(4_000);
    expect(signals[0]?.aborted).toBe(true);
    const states = await sql`select state from pgboss.job where name = 'test.task'`.execute(database.read);
    expect(states.rows).toEqual([{ state: 'retry' }]);
  });
});
