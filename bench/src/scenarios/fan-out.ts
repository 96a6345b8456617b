import { setTimeout as pause } from 'node:timers/promises';
import type { BenchEnv } from '../env/bench-env.js';
import { type Figure, median } from '../env/figures.js';
import { type Guest, grantPasswords, sendMessage, signIn, signInAll } from '../env/people.js';
import type { MeasuredProcess } from '../env/processes.js';
import { crowd, numbersFrom, rooms } from '../env/seed/rows.js';
import { closeAll, listenAll, type Transport, transports } from '../env/sockets.js';

const MESSAGES = 100;
const WARM_MESSAGES = 50;
const ROUNDS = 3;
const PAUSE_MS = 40;
const MOST_TIMES_BARE = 1.5;
const BODY = 'It was a dark and stormy night. '.repeat(12);

interface Audience {
  server: MeasuredProcess;
  listeners: number;
  received: { count: number; frame: Buffer };
  close: () => void;
}

/**
 * Processor time of one frame out of a channel that 1,000 sockets listen to. What a message costs without any subscriber has a
 * budget of its own, so it is measured beside and taken off.
 */
export async function fanOut(env: BenchEnv): Promise<Figure[]> {
  const database = await env.copy('bench_fan_out');
  await grantPasswords(env.cluster.url(database), [
    rooms.firstMember,
    ...numbersFrom(crowd.firstMember, crowd.members),
  ]);
  const places = {
    crowd: await channelOf(env, database, crowd.members),
    room: await channelOf(env, database, rooms.members),
  };
  const figures: Figure[] = [];
  for (const transport of transports) figures.push(await measure(env, transport, database, places));
  return figures;
}

/** The channel of a community of so many members; of rooms the first. */
async function channelOf(env: BenchEnv, database: string, members: number): Promise<string> {
  const [channel] = await env.query(
    database,
    `select channels.id
     from channels
     join communities on communities.id = channels.community_id and communities.member_count = ${members}
     order by channels.id
     limit 1`,
  );
  return String(channel?.id);
}

async function measure(
  env: BenchEnv,
  transport: Transport,
  database: string,
  places: { crowd: string; room: string },
): Promise<Figure> {
  const server = await env.plaza(database);
  const guests = await signInAll(server.url, numbersFrom(crowd.firstMember, crowd.members));
  const [author] = guests;
  if (!author) throw new Error('Nobody is in the crowd');
  const hermit = await signIn(server.url, rooms.firstMember);
  const say = () => sendMessage(server.url, author, places.crowd, BODY);
  const mutter = () => sendMessage(server.url, hermit, places.room, BODY);
  const product = await gather(server, transport, guests);
  await send(product, WARM_MESSAGES, say);

  const bareServer = await env.baseline('fan-out');
  const bare = await gather(bareServer, 'plain', guests);
  const repeat = async () => {
    await fetch(bareServer.url, { method: 'POST', body: new Uint8Array(product.received.frame) });
  };
  await send(bare, WARM_MESSAGES, repeat);

  const rounds = { product: [] as number[], unsubscribed: [] as number[], bare: [] as number[] };
  for (let round = 0; round < ROUNDS; round += 1) {
    rounds.product.push(perFrame(await send(product, MESSAGES, say)));
    rounds.unsubscribed.push(perFrame(await send({ ...product, listeners: 0 }, MESSAGES, mutter)));
    rounds.bare.push(perFrame(await send(bare, MESSAGES, repeat)));
  }
  product.close();
  bare.close();
  await server.stop();
  await bareServer.stop();
  const [whole, unsubscribed, base] = [
    median(rounds.product),
    median(rounds.unsubscribed),
    median(rounds.bare),
  ];
  const own = whole - unsubscribed;
  return {
    what: `fan-out to 1,000 sockets, ${transport === 'plain' ? 'plain WebSocket' : 'Socket.IO'}`,
    budget: '≤ 1.5 × bare ws',
    measured: `${(own / base).toFixed(2)} ×`,
    isMet: own / base <= MOST_TIMES_BARE,
    note: `${own.toFixed(1)} and ${base.toFixed(1)} µs of processor time for a frame of ${product.received.frame.length} bytes; writing the message, unsubscribed, ${unsubscribed.toFixed(1)} µs more (with it ${(whole / base).toFixed(2)} ×)`,
  };
}

async function gather(server: MeasuredProcess, transport: Transport, guests: Guest[]): Promise<Audience> {
  const received: Audience['received'] = { count: 0, frame: Buffer.alloc(0) };
  const sockets = await listenAll(server.url, transport, guests, (frame) => {
    received.count += 1;
    received.frame = frame;
  });
  return { server, listeners: guests.length, received, close: () => closeAll(sockets) };
}

/** Seconds of processor time, until every listener has every message. */
async function send(
  { server, received, listeners }: Audience,
  messages: number,
  work: () => Promise<void>,
): Promise<number> {
  const before = { cpu: server.cpuSeconds, received: received.count };
  const expected = messages * listeners;
  for (let count = 0; count < messages; count += 1) {
    await work();
    await pause(PAUSE_MS);
  }
  for (let wait = 0; wait < 200 && received.count - before.received < expected; wait += 1) await pause(50);
  const frames = received.count - before.received;
  if (frames !== expected) throw new Error(`${frames} of ${expected} frames came`);
  return server.cpuSeconds - before.cpu;
}

/** In microseconds. */
function perFrame(seconds: number): number {
  return (seconds * 1_000_000) / MESSAGES / crowd.members;
}
