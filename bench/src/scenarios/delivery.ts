import { setTimeout as pause } from 'node:timers/promises';
import type { BenchEnv } from '../env/bench-env.js';
import { type Figure, percentile } from '../env/figures.js';
import { grantPasswords, sendMessage, signInAll } from '../env/people.js';
import { numbersFrom, rooms } from '../env/seed/rows.js';
import { closeAll, listenAll, type Transport, transports } from '../env/sockets.js';

const PER_SECOND = 200;
const SECONDS = 10;
const WARM_SECONDS = 2;
const MARK = 'sent at ';
const BUDGET = { p50: 10, p99: 40 };

/** Sends into channels of 50 listening members, and takes the time until each of them has the message. */
export async function delivery(env: BenchEnv): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const transport of transports) {
    figures.push(await measure(env, transport));
    await env.clear();
  }
  return figures;
}

async function measure(env: BenchEnv, transport: Transport): Promise<Figure> {
  const database = await env.copy('bench_delivery');
  const numbers = numbersFrom(rooms.firstMember, rooms.count * rooms.members);
  await grantPasswords(env.cluster.url(database), numbers);
  const channelOf = await channelsByMember(env, database);
  const server = await env.plaza(database);
  const guests = await signInAll(server.url, numbers);
  const times: number[] = [];
  const sockets = await listenAll(server.url, transport, guests, (frame) => {
    const start = frame.indexOf(MARK) + MARK.length;
    times.push(performance.now() - Number.parseFloat(frame.toString('latin1', start, start + 16)));
  });

  const send = async (index: number) => {
    const guest = guests[(index * 37) % guests.length];
    const channel = guest && channelOf.get(guest.id);
    if (!guest || !channel) throw new Error('A member has no room');
    await sendMessage(server.url, guest, channel, `${MARK}${performance.now().toFixed(3)}`);
  };
  const run = async (messages: number): Promise<number> => {
    times.length = 0;
    const cpu = server.cpuSeconds;
    await sendEvenly(messages, send);
    for (let wait = 0; wait < 200 && times.length < messages * rooms.members; wait += 1) await pause(50);
    return server.cpuSeconds - cpu;
  };
  await run(WARM_SECONDS * PER_SECOND);
  const cpu = await run(SECONDS * PER_SECOND);
  closeAll(sockets);
  const expected = SECONDS * PER_SECOND * rooms.members;

  const [p50, p99] = [percentile(times, 50), percentile(times, 99)];
  return {
    what: `send → received, ${transport === 'plain' ? 'plain WebSocket' : 'Socket.IO'}`,
    budget: `p50 ≤ ${BUDGET.p50} ms, p99 ≤ ${BUDGET.p99} ms`,
    measured: `p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms`,
    isMet: p50 <= BUDGET.p50 && p99 <= BUDGET.p99 && times.length === expected,
    note: `${PER_SECOND} messages/s over HTTP into ${rooms.count} channels of ${rooms.members} members; ${times.length} of ${expected} frames came; ${((cpu * 1_000) / SECONDS / PER_SECOND).toFixed(2)} ms of processor time of the server for a message and its frames`,
  };
}

/** Sends at an even pace, whatever a message takes. */
async function sendEvenly(count: number, send: (index: number) => Promise<void>): Promise<void> {
  const began = performance.now();
  const sendings: Promise<void>[] = [];
  for (let index = 0; index < count; index += 1) {
    const due = began + (index * 1_000) / PER_SECOND;
    const wait = due - performance.now();
    if (wait > 0) await pause(wait);
    sendings.push(send(index));
  }
  await Promise.all(sendings);
}

async function channelsByMember(env: BenchEnv, database: string): Promise<Map<string, string>> {
  const rows = await env.query(
    database,
    `select members.user_id, channels.id
     from communities
     join members on members.community_id = communities.id
     join channels on channels.community_id = communities.id
     where communities.member_count = ${rooms.members}`,
  );
  return new Map(rows.map((row) => [String(row.user_id), String(row.id)]));
}
