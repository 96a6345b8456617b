import { setTimeout as pause } from 'node:timers/promises';
import type { BenchEnv } from '../env/bench-env.js';
import type { Figure } from '../env/figures.js';
import { grantPasswords, signInAll } from '../env/people.js';
import { crowd, numbersFrom } from '../env/seed/rows.js';
import { closeAll, listenAll, type Transport, transports } from '../env/sockets.js';

const SOCKETS = 5_000;
const SETTLE_MS = 8_000;
const MOST_KILOBYTES = 60;

/** Memory of sockets that only listen: five of each person in the crowd. */
export async function idleSockets(env: BenchEnv): Promise<Figure[]> {
  const database = await env.copy('bench_idle');
  await grantPasswords(env.cluster.url(database), numbersFrom(crowd.firstMember, crowd.members));
  const figures: Figure[] = [];
  for (const transport of transports) figures.push(await measure(env, transport, database));
  return figures;
}

async function measure(env: BenchEnv, transport: Transport, database: string): Promise<Figure> {
  const server = await env.plaza(database);
  const guests = await signInAll(server.url, numbersFrom(crowd.firstMember, crowd.members));
  await pause(SETTLE_MS);
  const before = server.memory;
  const all = Array.from({ length: SOCKETS / guests.length }, () => guests).flat();
  const sockets = await listenAll(server.url, transport, all, () => undefined);
  await pause(SETTLE_MS);
  const each = ((server.memory - before) * 1_000) / SOCKETS;
  const total = server.memory;
  closeAll(sockets);
  await server.stop();
  return {
    what: `idle sockets, ${transport === 'plain' ? 'plain WebSocket' : 'Socket.IO'}`,
    budget: `${SOCKETS.toLocaleString('en')}, ≤ ${MOST_KILOBYTES} KB each`,
    measured: `${each.toFixed(1)} KB each`,
    isMet: each <= MOST_KILOBYTES,
    note: `resident memory from ${before.toFixed(0)} to ${total.toFixed(0)} MB with ${SOCKETS} sockets, nothing collected by hand`,
  };
}
