import { readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { expect, it } from 'vitest';
import { eventually } from '../support/eventually.js';
import { TestSocket } from '../support/socket.js';
import { Crowd } from './support/crowd.js';
import { House } from './support/house.js';
import { Listener } from './support/listener.js';
import { p99, timesBeside } from './support/prober.js';
import { promised } from './support/promised.js';
import { judge } from './support/verdict.js';

const DEAF = 1_000;
const HALF_OPEN = 1_000;
const STORM = 2_000;
/** Those of the deaf and of the storm together are fewer than one person may have. */
const STORM_PER_PERSON = 8;
const STORM_MS = 90_000;
/** Below this an answer seems to come at once, and a single pause of the machine doubles what is normal. */
const UNFELT_MS = 100;
/** What 200 deaf clients may cost in all: less than two megabytes each. */
const MEMORY_MB = 400;
const FLOOD = 150;
const LONG_TEXT = 'x'.repeat(4_000);

it.skipIf(process.platform !== 'linux')(
  'clients that never read, half-open connections and a reconnect storm do not hurt the others',
  async () => {
    const house = await House.onCluster({ LOG_LEVEL: 'warn' });
    const server = await house.start();
    const seats = Math.ceil(STORM / STORM_PER_PERSON);
    const crowd = await Crowd.gather([server.url], { writers: 4, listeners: seats });
    const [first, ...members] = crowd.audience;
    if (!first) throw new Error('Nobody listens');
    const listener = new Listener(first, server.url);
    await eventually(() => expect(listener.isOnline).toBe(true));
    const tokens = await Promise.all(members.map((member) => member.token()));
    crowd.begin();
    const normal = await latencyDuring(server.url, () => crowd.progress(300));
    const memoryBefore = residentMb(server.pid);

    const deaf = Array.from({ length: DEAF }, (_, index) =>
      openDeaf(server.port, tokens[index % tokens.length] ?? ''),
    );
    const halfOpen = Array.from({ length: HALF_OPEN }, () => connect(server.port, '127.0.0.1'));
    for (const socket of halfOpen) socket.on('error', () => undefined).write('GET /ws HTTP/1.1\r\n');
    const withDeaf = await latencyDuring(server.url, () => flood(crowd));
    const memoryMb = residentMb(server.pid) - memoryBefore;
    for (const socket of [...deaf, ...halfOpen]) socket.destroy();

    const began = performance.now();
    let stormMs = 0;
    const inStorm = await latencyDuring(server.url, async () => {
      const sockets = await storm(server.url, tokens);
      stormMs = performance.now() - began;
      for (const socket of sockets) socket.close();
      await crowd.progress(100);
    });
    await crowd.end();
    const p99s = `p99 ${normal} ms as usual, ${withDeaf} beside the deaf, ${inStorm} in the storm`;
    await judge(`${DEAF} deaf, ${HALF_OPEN} half-open, storm of ${STORM} (${p99s}; ${memoryMb} MB more)`, {
      crowd,
      listeners: [listener],
      connections: house.connections,
      recoveredMs: stormMs,
    });
    listener.close();
    expect(memoryMb).toBeLessThan(MEMORY_MB);
    expect(withDeaf).toBeLessThan(promised(Math.max(UNFELT_MS, normal * 2)));
    expect(inStorm).toBeLessThan(promised(Math.max(UNFELT_MS, normal * 2)));
  },
);

/** Goes through the opening of a plain socket and then never reads again. */
function openDeaf(port: number, token: string): Socket {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => undefined);
  socket.write(
    [
      `GET /ws?token=${token} HTTP/1.1`,
      'Host: plaza.example.org',
      'Connection: Upgrade',
      'Upgrade: websocket',
      'Sec-WebSocket-Version: 13',
      `Sec-WebSocket-Key: ${Buffer.alloc(16).toString('base64')}`,
      '',
      '',
    ].join('\r\n'),
  );
  return socket.pause();
}

/** Long messages to everybody in the guild. */
async function flood(crowd: Crowd): Promise<void> {
  const { api } = crowd.guild.owner;
  const [channelId] = crowd.channels;
  if (!channelId) throw new Error('There is no channel');
  for (let count = 0; count < FLOOD; count += 1) {
    await api.messages.send({ params: { channelId }, body: { body: LONG_TEXT } });
  }
}

/** All at once; resolves when each is ready. */
function storm(url: string, tokens: string[]): Promise<TestSocket[]> {
  return Promise.all(
    Array.from({ length: STORM }, (_, index) =>
      TestSocket.open(url, tokens[index % tokens.length] ?? '', undefined, STORM_MS),
    ),
  );
}

async function latencyDuring(url: string, work: () => Promise<unknown>): Promise<number> {
  return Math.round(p99(await timesBeside(`${url}/api/v1/posts?limit=5`, work)));
}

function residentMb(pid: number): number {
  const line = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return Math.round(Number(line?.[1] ?? 0) / 1024);
}
