import { sql } from 'kysely';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../src/platform/database/database.js';
import { readJobDepths } from '../../src/platform/jobs/job-metrics.js';
import type { Jobs } from '../../src/platform/jobs/jobs.js';
import { eventually } from '../support/eventually.js';
import { greeter, JobTestApp } from '../support/job-process.js';

describe('Jobs', () => {
  let process: JobTestApp;
  let database: Database;

  beforeAll(async () => {
    process = await JobTestApp.open();
    database = process.context.database;
  });

  afterEach(() => process.clear());

  it('does a job soon after its transaction has committed', async () => {
    const { greeted, register } = greeter();
    const { runTask } = await process.start(register);
    const began = performance.now();
    await runTask('Ada');
    await eventually(() => expect(greeted).toEqual(['Ada']));
    expect(performance.now() - began).toBeLessThan(1_000);
  });

  it('does no job of a transaction that was rolled back', async () => {
    const { greeted, register } = greeter();
    const { jobs, runTask } = await process.start(register);
    await expect(
      database.transaction(async (tx) => {
        await jobs.enqueue(tx, 'test.task', { name: 'nobody' });
        throw new Error('changed my mind');
      }),
    ).rejects.toThrow('changed my mind');
    await runTask('Ada');
    await eventually(() => expect(greeted).toEqual(['Ada']));
  });

  it('does a keyed job once, although it is enqueued many times at once and again after it was done', async () => {
    const { greeted, register } = greeter();
    const { runTask } = await process.start(register);
    await Promise.all(Array.from({ length: 10 }, () => runTask('Ada', { key: 'event 1' })));
    await eventually(() => expect(greeted).toEqual(['Ada']));
    await runTask('Ada', { key: 'event 1' });
    await runTask('Bob', { key: 'event 2' });
    await eventually(() => expect(greeted).toEqual(['Ada', 'Bob']));
  });

  it('goes through a backlog without pausing between jobs, and never with more at a time than allowed', async () => {
    let current = 0;
    let most = 0;
    let done = 0;
    const { jobs } = await process.start((those) =>
      those.work('test.task', { concurrency: 3 }, async () => {
        current += 1;
        most = Math.max(most, current);
        await new Promise((resolve) => setImmediate(resolve));
        current -= 1;
        done += 1;
      }),
    );
    const began = performance.now();
    await database.transaction(async (tx) => {
      for (let count = 1; count <= 100; count += 1) await jobs.enqueue(tx, 'test.task', { name: `${count}` });
    });
    await eventually(() => expect(done).toBe(100), 10_000);
    expect(performance.now() - began).toBeLessThan(5_000);
    expect(most).toBeGreaterThan(1);
    expect(most).toBeLessThanOrEqual(3);
  });

  it('waits for the time given, counted by the clock of the process', async () => {
    const { greeted, register } = greeter();
    const { runTask } = await process.start(register);
    const at = (milliseconds: number) => new Date(process.context.clock.milliseconds() + milliseconds);
    await runTask('tomorrow', { startAfter: at(86_400_000) });
    await runTask('soon', { startAfter: at(1_000) });
    await runTask('late', { startAfter: at(-1_000) });
    await eventually(() => expect(greeted).toEqual(['late', 'soon']));
    expect(await readJobDepths(database)).toMatchObject([{ name: 'test.task', waiting: 0, delayed: 1 }]);
  });

  it('leaves jobs alone in a role that does not work, and has another process do them', async () => {
    const [api, worker] = [greeter(), greeter()];
    const { runTask } = await process.start(api.register, 'api');
    await process.start(worker.register, 'worker');
    await runTask('Ada');
    await eventually(() => expect(worker.greeted).toEqual(['Ada']));
    expect(api.greeted).toEqual([]);
  });

  it('does each job in one of several processes only', async () => {
    const [north, south] = [greeter(), greeter()];
    const { jobs } = await process.start(north.register);
    await process.start(south.register);
    const names = Array.from({ length: 40 }, (_, number) => `${number}`);
    await database.transaction(async (tx) => {
      for (const name of names) await jobs.enqueue(tx, 'test.task', { name });
    });
    await eventually(() => expect(north.greeted.length + south.greeted.length).toBe(40), 10_000);
    expect(new Set([...north.greeted, ...south.greeted])).toEqual(new Set(names));
  });

  it('keeps the schedules that the code names, and drops those it names no more', async () => {
    const ticking = (jobs: Jobs) => jobs.work('test.tick', {}, async () => undefined);
    const schedules = async () =>
      (await sql`select name, cron from pgboss.schedule`.execute(database.read)).rows;
    await process.start((jobs) => {
      ticking(jobs);
      jobs.schedule('test.tick', '17 3 * * *');
    });
    expect(await schedules()).toEqual([{ name: 'test.tick', cron: '17 3 * * *' }]);
    await process.start(ticking);
    expect(await schedules()).toEqual([]);
  });

  it('goes on by itself after all its connections were cut', async () => {
    const { greeted, register } = greeter();
    const { runTask } = await process.start(register);
    await sql`
      select pg_terminate_backend(pid)
      from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid()
    `.execute(database.read);
    await eventually(() => runTask('Ada', { key: 'after the cut' }));
    await eventually(() => expect(greeted).toEqual(['Ada']));
  });
});
