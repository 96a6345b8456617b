import { setTimeout as pause } from 'node:timers/promises';
import { type Figure, median } from '../ground/figures.js';
import type { Ground } from '../ground/ground.js';
import { type Guest, grantPasswords, sendMessage, signInAll } from '../ground/people.js';
import type { MeasuredProcess } from '../ground/processes.js';
import { closeAll, listenAll, type Transport, transports } from '../ground/sockets.js';
import { crowd, numbersFrom } from '../seed/rows.js';

const MESSAGES = 100;
const ROUNDS = 3;
const PAUSE_MS = 40;
const MOST_TIMES_BARE = 1.5;
const BODY = 'It was a dark and stormy night. '.repeat(12);

interface Audience {
  server: MeasuredProcess;
  heard: { count: number; frame: Buffer };
  close: () => void;
}

/** Processor time of one frame out of a channel that 1,000 sockets listen to, with the writing of the message in it. */
export async function fanOut(ground: Ground): Promise<Figure[]> {
  const database = await ground.copy('bench_fan_out');
  await grantPasswords(ground.cluster.url(database), numbersFrom(crowd.firstMember, crowd.members));
  const [channel] = await ground.query(
    database,
    `select channels.id
     from channels
     join communities on communities.id = channels.community_id and communities.member_count = ${crowd.members}`,
  );
  const figures: Figure[] = [];
  for (const transport of transports) {
    figures.push(await measure(ground, transport, database, String(channel?.id)));
  }
  return figures;
}

async function measure(
  ground: Ground,
  transport: Transport,
  database: string,
  channel: string,
): Promise<Figure> {
  const server = await ground.plaza(database);
  const guests = await signInAll(server.url, numbersFrom(crowd.firstMember, crowd.members));
  const [author] = guests;
  if (!author) throw new Error('Nobody is in the crowd');
  const say = () => sendMessage(server.url, author, channel, BODY);
  const product = await gather(server, transport, guests);
  await send(product, 20, say);

  const bareServer = await ground.baseline('fan-out');
  const bare = await gather(bareServer, 'plain', guests);
  const repeat = async () => {
    await fetch(bareServer.url, { method: 'POST', body: new Uint8Array(product.heard.frame) });
  };
  await send(bare, 20, repeat);

  const rounds = { product: [] as number[], bare: [] as number[] };
  for (let round = 0; round < ROUNDS; round += 1) {
    rounds.product.push(await send(product, MESSAGES, say));
    rounds.bare.push(await send(bare, MESSAGES, repeat));
  }
  product.close();
  bare.close();
  await server.stop();
  await bareServer.stop();
  const [own, base] = [median(rounds.product), median(rounds.bare)];
  return {
    what: `fan-out to 1,000 sockets, ${transport === 'plain' ? 'plain WebSocket' : 'Socket.IO'}`,
    budget: '≤ 1.5 × bare ws',
    measured: `${(own / base).toFixed(2)} ×`,
    isMet: own / base <= MOST_TIMES_BARE,
    note: `${own.toFixed(1)} and ${base.toFixed(1)} µs of processor time for a frame of ${product.heard.frame.length} bytes, the product's with writing the message`,
  };
}

async function gather(server: MeasuredProcess, transport: Transport, guests: Guest[]): Promise<Audience> {
  const heard: Audience['heard'] = { count: 0, frame: Buffer.alloc(0) };
  const sockets = await listenAll(server.url, transport, guests, (frame) => {
    heard.count += 1;
    heard.frame = frame;
  });
  return { server, heard, close: () => closeAll(sockets) };
}

/** Microseconds of processor time for each frame. */
async function send(
  { server, heard }: Audience,
  messages: number,
  work: () => Promise<void>,
): Promise<number> {
  const before = { cpu: server.cpuSeconds, heard: heard.count };
  const expected = messages * crowd.members;
  for (let count = 0; count < messages; count += 1) {
    await work();
    await pause(PAUSE_MS);
  }
  for (let wait = 0; wait < 200 && heard.count - before.heard < expected; wait += 1) await pause(50);
  const frames = heard.count - before.heard;
  if (frames !== expected) throw new Error(`${frames} of ${expected} frames came`);
  return ((server.cpuSeconds - before.cpu) * 1_000_000) / frames;
}
