import { setTimeout as pause } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';

const EVERY_MS = 5;

/** Asks one address again and again; asked to end, it returns how long each answer took. */
const { url }: { url: string } = workerData;
const milliseconds: number[] = [];
let isOver = false;
parentPort?.once('message', () => {
  isOver = true;
});
while (!isOver) {
  const began = performance.now();
  const response = await fetch(url);
  await response.arrayBuffer();
  milliseconds.push(response.ok ? performance.now() - began : Number.POSITIVE_INFINITY);
  await pause(EVERY_MS);
}
parentPort?.postMessage(milliseconds);
