import { setTimeout as pause } from 'node:timers/promises';
import { type BenchEnv, SMALL } from '../env/bench-env.js';
import { type Figure, percentile } from '../env/figures.js';
import { type Guest, get, grantPasswords, signIn } from '../env/people.js';
import { numbersFrom } from '../env/seed/rows.js';

/** The cost that the product has by default. */
const cost = { ARGON2_MEMORY_KIB: '19456', ARGON2_PASSES: '2' };
const SIGNING_IN = 20;
const SECONDS = 8;
const PAUSE_MS = 10;
const MOST_MS = 50;

/** Twenty people sign in again and again while another one reads. */
export async function signIns(env: BenchEnv): Promise<Figure[]> {
  const database = await env.copy('bench_sign_ins');
  await grantPasswords(env.cluster.url(database), numbersFrom(0, SIGNING_IN + 1), {
    memoryCost: Number(cost.ARGON2_MEMORY_KIB),
    timeCost: Number(cost.ARGON2_PASSES),
  });
  const [post] = await env.query(
    await env.seeded(SMALL),
    `select id from entries where kind = 'post' and audience = 'public' order by id desc limit 1`,
  );
  const server = await env.plaza(database, cost);
  const reader = await signIn(server.url, SIGNING_IN);
  const url = `${server.url}/api/v1/entries/${post?.id}`;
  await readFor(1_000, url, reader);
  const calm = await readFor((SECONDS * 1_000) / 2, url, reader);

  const stop = new AbortController();
  const signedIn = Promise.all(
    numbersFrom(0, SIGNING_IN).map((number) => again(server.url, number, stop.signal)),
  );
  const busy = await readFor(SECONDS * 1_000, url, reader);
  stop.abort();
  const count = (await signedIn).reduce((sum, one) => sum + one, 0);
  const p99 = percentile(busy, 99);
  return [
    {
      what: 'reads during a burst of sign-ins',
      budget: `p99 ≤ ${MOST_MS} ms`,
      measured: `p99 ${p99.toFixed(1)} ms`,
      isMet: p99 <= MOST_MS,
      note: `p50 ${percentile(busy, 50).toFixed(1)} ms; without sign-ins p50 ${percentile(calm, 50).toFixed(1)} ms, p99 ${percentile(calm, 99).toFixed(1)} ms; ${(count / SECONDS).toFixed(0)} sign-ins/s`,
    },
  ];
}

async function readFor(milliseconds: number, url: string, reader: Guest): Promise<number[]> {
  const times: number[] = [];
  const end = performance.now() + milliseconds;
  while (performance.now() < end) {
    const began = performance.now();
    await get(url, reader);
    times.push(performance.now() - began);
    await pause(PAUSE_MS);
  }
  return times;
}

async function again(url: string, number: number, signal: AbortSignal): Promise<number> {
  let count = 0;
  while (!signal.aborted) {
    await signIn(url, number);
    count += 1;
  }
  return count;
}
