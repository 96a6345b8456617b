import { expect, it } from 'vitest';
import { eventually } from '../support/eventually.js';
import { Crowd } from './support/crowd.js';
import { House } from './support/house.js';
import { Listener } from './support/listener.js';
import { promised } from './support/promised.js';
import { judge } from './support/verdict.js';

const ONLINE_MS = 30_000;
const ROUNDS = Number(process.env.FAULT_ROUNDS ?? 20);
const READY_MS = 5_000;

it(`kill -9 of the server ${ROUNDS} times under load loses and doubles nothing`, async () => {
  const house = House.onEmbedded();
  let server = await house.start();
  const { port } = server;
  const crowd = await Crowd.gather([server.url], { writers: 8, listeners: 4 });
  const listeners = crowd.audience.map((person) => new Listener(person, server.url));
  await eventually(() => expect(listeners.every(({ isOnline }) => isOnline)).toBe(true), ONLINE_MS);
  crowd.begin();

  let slowestMs = 0;
  for (let round = 1; round <= ROUNDS; round += 1) {
    await crowd.progress(1 + Math.floor(Math.random() * 80));
    server.kill('SIGKILL');
    await server.end();
    const began = performance.now();
    server = await house.start({ port });
    slowestMs = Math.max(slowestMs, performance.now() - began);
    // Half of them keep their client, whose pauses grow; the others load their page again.
    for (const listener of listeners.slice(0, 2)) listener.reload();
  }
  await crowd.progress(50);
  await crowd.end();

  await judge(`server killed ${ROUNDS} times`, {
    crowd,
    listeners,
    connections: house.connections,
    recoveredMs: slowestMs,
  });
  for (const listener of listeners) listener.close();
  expect(slowestMs).toBeLessThan(promised(READY_MS));
});
