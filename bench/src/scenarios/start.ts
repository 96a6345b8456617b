import { setTimeout as pause } from 'node:timers/promises';
import { type BenchEnv, SMALL } from '../env/bench-env.js';
import { type Figure, median } from '../env/figures.js';
import { cheapPasswords } from '../env/people.js';
import { MeasuredProcess } from '../env/processes.js';

const STARTS = 3;
const IDLE_MS = 10_000;
const MOST_MS = 3_000;
const MOST_MEGABYTES = 250;

/** From nothing running to ready, with its own PostgreSQL and data there; and what it takes when nobody comes. */
export async function start(env: BenchEnv): Promise<Figure[]> {
  const times: number[] = [];
  const effort: number[] = [];
  let memory = Number.NaN;
  await env.lend(await env.seeded(SMALL), async (dataDir) => {
    for (let count = 0; count < STARTS; count += 1) {
      const began = performance.now();
      const server = await MeasuredProcess.plaza({ DATA_DIR: dataDir, ...cheapPasswords });
      times.push(performance.now() - began);
      effort.push(server.cpuSeconds);
      if (count === STARTS - 1) {
        await pause(IDLE_MS);
        memory = server.memory;
      }
      await server.stop();
    }
  });
  return [
    {
      what: 'cold start with data there',
      budget: `≤ ${MOST_MS / 1_000} s to ready`,
      measured: `${(median(times) / 1_000).toFixed(2)} s`,
      isMet: median(times) <= MOST_MS,
      note: `${STARTS} starts with the embedded database: ${times.map((time) => `${(time / 1_000).toFixed(2)} s`).join(', ')}; ${median(effort).toFixed(2)} s of processor time of the server process`,
    },
    {
      what: 'idle memory, server process',
      budget: `≤ ${MOST_MEGABYTES} MB`,
      measured: `${memory.toFixed(0)} MB`,
      isMet: memory <= MOST_MEGABYTES,
      note: `resident, ${IDLE_MS / 1_000} s after the start`,
    },
  ];
}
